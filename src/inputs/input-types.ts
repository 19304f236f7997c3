import type { InputSpec, InputType } from './input-spec';

/*
 * TypeScript types of the rows of the input table.
 */

/** `external_id` -> `externalId`. */
export type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** The texts that an input accepts: any, unless one of its rules lists them. */
type Names<S extends InputSpec> = [ListedNames<S>] extends [never] ? string : ListedNames<S>;

type ListedNames<S extends InputSpec> = Extract<
  S['rules'][number],
  { readonly kind: 'oneOf' }
>['values'][number];

type Tags = Readonly<Record<string, string>>;

interface PlainTypes<Name extends string> extends Record<InputType, unknown> {
  string: Name;
  number: number;
  bool: boolean;
  'list(string)': readonly Name[];
  'set(string)': readonly Name[];
  'map(string)': Tags;
  'map(map(string))': Readonly<Partial<Record<Name, Tags>>>;
}

/** A plain value of an input; null, if allowed, means "not set". */
export type PlainValue<S extends InputSpec> =
  PlainTypes<Names<S>>[S['type']] | (S extends { readonly default: null } ? null : never);

/** The condition on an input that a row of the catalogue can have: a certain value, or whether it is set. */
export type ToggleOf<S extends InputSpec> = S extends { readonly type: 'bool' }
  ? { readonly input: S['name']; readonly is: boolean }
  : S extends { readonly type: 'string'; readonly default: string }
    ? { readonly input: S['name']; readonly is: Names<S> }
    : S extends { readonly type: 'list(string)' } | { readonly type: 'string'; readonly default: null }
      ? { readonly input: S['name']; readonly is: 'set' | 'unset' }
      : never;
