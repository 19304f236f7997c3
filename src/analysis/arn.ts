import { matches, overlap, PART } from './wildcard';

/** Parts of an ARN, or of a pattern of ARNs. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

const PARTS = ['partition', 'service', 'region', 'account', 'resource'] as const;

/** The parts of an ARN; undefined if the text is not an ARN. */
export function parsedArn(text: string): Arn | undefined {
  const [arn, partition, service, region, account, ...rest] = text.split(':');
  const resource = rest.join(':');
  if (arn !== 'arn' || !partition || !service || region === undefined || account === undefined)
    return undefined;
  return resource === '' ? undefined : { partition, service, region, account, resource };
}

/**
 * Whether some ARN matches both patterns. Compared part by part, as no wildcard of IAM spans the first five colons.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function arnsOverlap(left: string, right: string): boolean {
  if (left === '*' || right === '*') return true;
  const [a, b] = [parsedArn(left), parsedArn(right)];
  if (!a || !b) return false;
  return PARTS.every((part) => overlap(a[part], b[part]));
}

/** Whether an ARN matches a pattern, part by part; undefined if either is not an ARN. */
export function arnMatches(pattern: string, arn: string): boolean | undefined {
  const [a, b] = [parsedArn(pattern), parsedArn(arn)];
  if (!a || !b) return undefined;
  return PARTS.every((part) => matches(a[part], b[part]));
}

/*
 * A question is an ARN in which `*` means "any value of this part", such as a name or a Region, and so never a colon.
 * The question `*` is about every resource.
 */

/** Whether a policy's pattern may match a resource of the question. Here wildcards of policies may span colons. */
export function mayConcern(pattern: string, question: string): boolean {
  if (question === '*' || pattern === '*') return true;
  demandComparable(pattern, question);
  return overlap(pattern.replace(/\$\{[^}]*\}/g, '*'), question.replaceAll('*', PART));
}

/**
 * Throws where a placeholder of the question may have the value that the pattern names. What is not known must not count as
 * different.
 */
function demandComparable(pattern: string, question: string): void {
  const [asked, named] = [parsedArn(question), parsedArn(pattern)];
  const open = (['partition', 'account'] as const).some(
    (part) =>
      asked?.[part].startsWith('{') &&
      named?.[part] !== asked[part] &&
      /[\d?]|.\*|\*./.test(named?.[part] ?? ''),
  );
  if (open || (asked && /^\{\w+\}$/.test(pattern)))
    throw new Error(`whether ${pattern} is about ${question} depends on the values of the placeholders`);
}

/** Whether a policy's pattern certainly matches every resource of the question. Here no wildcard spans a colon. */
export function surelyCovers(pattern: string, question: string): boolean {
  if (pattern === '*') return true;
  const [a, b] = [parsedArn(pattern), parsedArn(question.replaceAll('*', PART))];
  if (!a || !b || pattern.includes('${')) return false;
  return PARTS.every((part) => matches(a[part], b[part]));
}
