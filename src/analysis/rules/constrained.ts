import type { Statement } from '../statements';

const EXACT = ['StringEquals', 'ArnEquals'];
const LIKE = ['StringLike', 'ArnLike'];

/**
 * Whether the statement applies only to requests with a named value of the key. `IfExists`, negated and set operators do
 * not count: they also match requests without the key, or with a second value.
 */
export function constrained({ conditions }: Statement, key: string): boolean {
  return conditions.some(
    ({ operator, key: name, values }) =>
      name.toLowerCase() === key.toLowerCase() &&
      ((EXACT.includes(operator) && values.every((value) => !/^[*?]*$/.test(value))) ||
        (LIKE.includes(operator) && values.every((value) => !/^[*?:]*$/.test(value)))),
  );
}
