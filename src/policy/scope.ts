import type { Placeholder, RoleSpec, Toggle } from '../catalogue/role-spec';
import { PLACEHOLDERS } from '../catalogue/role-spec';
import { ACCT_ACCESS_BOUNDARY, SEARCHER_BOUNDARY } from '../names/policies';
import { LONGEST_ACCOUNT, longestConfiguration } from '../inputs/samples';
import { inputProperty, type Configuration, type ListInput } from '../inputs/inputs';

/** An expression of the deployment tool, whose value is not known before deployment. */
export interface Expression {
  readonly expression: unknown;
}

/** Part of a list: elements that are kept only if `when` holds at deploy time. */
export interface Part {
  readonly items: readonly unknown[] | Expression;
  readonly when?: Expression;
}

/**
 * Deploy-time values, as literals (tests, reports) or as expressions of the deployment tool. The renderer is the same for
 * all of them.
 */
export interface Scope {
  /** Value of each placeholder. */
  readonly values: Readonly<Record<Placeholder, string>>;
  /** Whether all conditions on inputs hold: a boolean if it is known, else an expression. */
  holds(toggles: readonly Toggle[]): boolean | Expression;
  /** One text for each element of a list input, with `{item}` and the other placeholders filled in. */
  each(list: ListInput, text: string): readonly string[] | Expression;
  /** The parts as one list. Called only if a part is conditional or an expression. */
  concat(parts: readonly Part[]): unknown;
}

/** A text with its placeholders filled in. Throws on an unknown one, naming `where`. */
export function fill(text: string, values: Readonly<Record<string, string>>, where: string): string {
  if (!text.includes('{')) return text;
  return text.replace(/(?<!\$)\{([^{}]*)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) {
      const known = PLACEHOLDERS.map((placeholder) => `{${placeholder}}`).join(', ');
      throw new Error(`${where}: unknown placeholder ${whole} in "${text}"; known are ${known}`);
    }
    return value;
  });
}

/** ARN of a customer managed policy of path `/`. It is built from the name, so that documents need no reference. */
export function policyArn(partition: string, accountId: string, policyName: string): string {
  return `arn:${partition}:iam::${accountId}:policy/${policyName}`;
}

/** The account that a literal configuration is for. */
export interface Account {
  /** `aws`, `aws-us-gov`, `aws-cn`. */
  readonly partition: string;
  /** The customer's account, 12 digits. */
  readonly accountId: string;
}

/** Whether a condition on an input holds for plain values. */
export function toggleHolds(toggle: Toggle, configuration: Configuration): boolean {
  if ('role' in toggle) return configuration.roles.includes(toggle.role);
  if (toggle.input === 'allow_self_update') return selfUpdates(configuration) === toggle.is;
  const value = configuration[inputProperty(toggle.input)];
  if (toggle.is === 'set') return isSet(value);
  return toggle.is === 'unset' ? !isSet(value) : value === toggle.is;
}

/** Whether Alphaus may write into the two self-updatable roles: only within the built-in boundaries. */
export function selfUpdates({
  allowSelfUpdate,
  permissionsBoundaryArn,
}: Pick<Configuration, 'allowSelfUpdate' | 'permissionsBoundaryArn'>): boolean {
  return permissionsBoundaryArn === null && allowSelfUpdate !== false;
}

/** How long a session of a role lasts at most, in seconds. */
export function sessionSeconds(
  { maxSessionDuration: given }: Pick<RoleSpec, 'maxSessionDuration'>,
  configuration: Configuration,
): number {
  return typeof given === 'number' ? given : configuration[inputProperty(given)];
}

/** The values of a scope; those that follow from the account are filled in. */
export function scopeValues(
  given: Omit<Scope['values'], 'searcherBoundaryArn' | 'acctAccessBoundaryArn'>,
): Scope['values'] {
  const arnOf = (name: string): string => policyArn(given.partition, given.accountId, name);
  // Rows that name a boundary apply only with the built-in one.
  return {
    ...given,
    searcherBoundaryArn: arnOf(SEARCHER_BOUNDARY),
    acctAccessBoundaryArn: arnOf(ACCT_ACCESS_BOUNDARY),
  };
}

/** The scope of a configuration with all values known, for tests, reports and comparisons. */
export function literalScope(account: Account, configuration: Configuration): Scope {
  const values = scopeValues({
    partition: account.partition,
    accountId: account.accountId,
    principal: configuration.principal,
    externalId: configuration.externalId,
    stackArn: configuration.cloudformationStackArn ?? '',
  });
  return {
    values,
    holds: (toggles) => toggles.every((toggle) => toggleHolds(toggle, configuration)),
    each: (list, text) =>
      configuration[inputProperty(list)].map((item) => fill(text, { ...values, item }, list)),
    concat: (parts) => parts.flatMap((part) => part.items as readonly unknown[]),
  };
}

/** A scope with the longest values and all rows: no deployment has a longer document. */
export function widestScope(): Scope {
  return { ...literalScope(LONGEST_ACCOUNT, longestConfiguration()), holds: () => true };
}

function isSet(value: unknown): boolean {
  return value !== null && !(Array.isArray(value) && value.length === 0);
}
