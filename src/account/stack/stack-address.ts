/** What the name or the ARN of a stack says. */
export interface StackAddress {
  readonly name: string;
  /** Of an ARN. */
  readonly region?: string;
  /** Of an ARN: 12 digits. */
  readonly account?: string;
}

/** Takes the name or the ARN of a stack apart. */
export function stackAddress(text: string): StackAddress {
  const [, region, account, name] =
    /^arn:[^:]+:cloudformation:([^:]+):(\d{12}):stack\/([^/]+)/.exec(text) ?? [];
  return region === undefined || account === undefined || name === undefined
    ? { name: text }
    : { name, region, account };
}

/** Why a stack cannot be worked on with credentials of an account; undefined if it can. A name counts in every account. */
export function ofAnotherAccount(stack: string, accountId: string): string | undefined {
  const { account = accountId } = stackAddress(stack);
  return account === accountId
    ? undefined
    : `the stack is of account ${account}, but the credentials are for account ${accountId}`;
}
