/** Stands for the account's id in ARNs of IAM policies, so that what each account has by the same name is said once. */
export const ACCOUNT_ID = '{accountId}';

/** A value of an input with an account's id in place of the placeholder. */
export function ofAccount<Value>(value: Value, accountId: string): Value {
  if (typeof value === 'string') {
    const isArn = value.startsWith('arn:');
    return (isArn ? value.replaceAll(`::${ACCOUNT_ID}:`, `::${accountId}:`) : value) as Value;
  }
  return Array.isArray(value) ? (value.map((item: unknown) => ofAccount(item, accountId)) as Value) : value;
}

/** Problem of a list in which a stack would have to fill in the account's id more than once, after the input's name. */
export function stackProblem(value: unknown): string | undefined {
  const open = [value].flat().filter((item) => typeof item === 'string' && item.includes(ACCOUNT_ID));
  if (open.length < 2) return undefined;
  return `may have ${ACCOUNT_ID} in one ARN only, since CloudFormation fills in no more than one, got ${JSON.stringify(open)}; put these rights into one policy, or install the accounts without a StackSet`;
}
