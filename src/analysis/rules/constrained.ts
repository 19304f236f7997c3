import type { Statement } from '../statements';

const EXACT = ['StringEquals', 'ArnEquals'];
const LIKE = ['StringLike', 'ArnLike'];

/**
 * Whether the statement speaks only of requests that carry the key with a value that it names. `IfExists`, negated
 * and set operators pin nothing: requests without the key pass them, or with a second value.
 */
export function constrained({ conditions }: Statement, key: string): boolean {
  return conditions.some(
    ({ operator, key: name, values }) =>
      name.toLowerCase() === key.toLowerCase() &&
      ((EXACT.includes(operator) && values.every((value) => !/^[*?]*$/.test(value))) ||
        (LIKE.includes(operator) && values.every((value) => !/^[*?:]*$/.test(value)))),
  );
}
