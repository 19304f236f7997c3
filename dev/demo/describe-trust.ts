/** A role's trust policy as IAM returns it. */
export interface TrustDocument {
  readonly Statement: readonly TrustStatement[];
}

export interface TrustStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Names for the accounts and roles in a trust policy. */
export interface TrustContext {
  /** The account that the role is in. */
  readonly accountId: string;
  /** Alphaus's account. */
  readonly vendorAccount: string;
  /** ARNs of the roles in this account that Alphaus may assume. @default - not known */
  readonly vendorRoleArns?: readonly string[];
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Says in words who may assume a role, from its trust policy alone.
 *
 * A condition without a wording here is printed as is: leaving it out would make the trust look wider or
 * narrower than it is.
 */
export function describeTrust(document: TrustDocument, context: TrustContext): string {
  const allowed = document.Statement.filter(({ Effect }) => Effect === 'Allow');
  const denied = document.Statement.filter(({ Effect }) => Effect === 'Deny');
  const who = allowed.map((statement) => describeAllow(statement, context)).join('; ') || 'nobody';
  return [who, ...denied.map((statement) => describeDeny(statement, context))].join(', ');
}

/** Whether a statement lets Alphaus's account in. */
export function trustsAccount(document: TrustDocument, accountId: string): boolean {
  return document.Statement.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      principalsOf(statement).some((principal) => accountOf(principal) === accountId),
  );
}

function describeAllow(statement: TrustStatement, context: TrustContext): string {
  const conditions = conditionsOf(statement);
  const used = new Set<Condition>();
  const take = (operator: RegExp, key: string): Condition | undefined => {
    const found = conditions.find((one) => operator.test(one.operator) && one.key === key);
    if (found !== undefined) used.add(found);
    return found;
  };
  const who = principalsOf(statement).map((principal) => describePrincipal(principal, context, take));
  const rest = conditions.filter((condition) => !used.has(condition)).map(describeCondition);
  return [who.join(' and '), ...rest].join(' if ');
}

function describePrincipal(
  principal: string,
  { accountId, vendorAccount }: TrustContext,
  take: (operator: RegExp, key: string) => Condition | undefined,
): string {
  if (principal === '*') return 'anybody';
  if (principal === 'ssm.amazonaws.com') return describeSystemsManager(accountId, take);
  const account = accountOf(principal);
  if (account === undefined) return principal;
  if (account === accountId) return isRoot(principal) ? 'this account' : principal;
  const name = account === vendorAccount ? `Alphaus ${account}` : `account ${account}`;
  const externalId = take(/^StringEquals$/, 'sts:ExternalId');
  const proof =
    externalId === undefined ? 'without external id' : `with external id ${externalId.values.join(' or ')}`;
  return `${isRoot(principal) ? name : principal} ${proof}`;
}

/** AWS's documented pair for Automation roles: the source account and an automation execution in it. */
function describeSystemsManager(
  accountId: string,
  take: (operator: RegExp, key: string) => Condition | undefined,
): string {
  const account = take(/^StringEquals$/, 'aws:SourceAccount')?.values ?? [];
  const source = take(/^(ArnLike|ArnEquals)$/, 'aws:SourceArn')?.values ?? [];
  const isAutomation = source.length > 0 && source.every((arn) => arn.includes(':automation-execution/'));
  const what = isAutomation ? 'SSM Automation' : 'Systems Manager';
  if (account.length === 0) return `${what} of any account`;
  return account.every((one) => one === accountId) ? what : `${what} of ${account.join(', ')}`;
}

function describeDeny(statement: TrustStatement, { vendorRoleArns = [] }: TrustContext): string {
  const conditions = conditionsOf(statement);
  const [only] = conditions;
  const isByArn = only?.key === 'aws:PrincipalArn' && /^(Arn|String)(Equals|Like)$/.test(only.operator);
  const isForAll = principalsOf(statement).every((principal) => principal === '*');
  if (conditions.length !== 1 || !isByArn || !isForAll) {
    return ['never ' + principalsOf(statement).join(' and '), ...conditions.map(describeCondition)].join(
      ' if ',
    );
  }
  const isVendor = vendorRoleArns.length > 0 && vendorRoleArns.every((arn) => only.values.includes(arn));
  const named = (arns: readonly string[]): string[] => arns.map((arn) => arn.split('/').at(-1) ?? arn);
  if (!isVendor) return `never ${named(only.values).join(', ')}`;
  const others = named(only.values.filter((arn) => !vendorRoleArns.includes(arn)));
  return `never ${["Alphaus's roles", ...others].join(' or ')}`;
}

function describeCondition({ operator, key, values }: Condition): string {
  return `${operator} ${key} ${values.join(' or ')}`;
}

function conditionsOf({ Condition: block = {} }: TrustStatement): Condition[] {
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: [values].flat() })),
  );
}

function principalsOf({ Principal: principal }: TrustStatement): string[] {
  return typeof principal === 'string' ? [principal] : Object.values(principal).flat();
}

/** The account of an ARN, or of a bare account id, which AWS reads as the account's root. */
function accountOf(principal: string): string | undefined {
  return /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
}

function isRoot(principal: string): boolean {
  return /^(\d{12}|.*:root)$/.test(principal);
}
