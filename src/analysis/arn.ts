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

/** The parts of an ARN; undefined where it is none. */
export function parsedArn(text: string): Arn | undefined {
  const [arn, partition, service, region, account, ...rest] = text.split(':');
  const resource = rest.join(':');
  if (arn !== 'arn' || !partition || !service || region === undefined || account === undefined)
    return undefined;
  return resource === '' ? undefined : { partition, service, region, account, resource };
}

/**
 * Whether some ARN matches both patterns. Part by part: IAM lets no wildcard span the first five colons.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function arnsOverlap(left: string, right: string): boolean {
  if (left === '*' || right === '*') return true;
  const [a, b] = [parsedArn(left), parsedArn(right)];
  if (!a || !b) return false;
  return PARTS.every((part) => overlap(a[part], b[part]));
}

/** Whether an ARN matches a pattern, part by part; undefined where either is none. */
export function arnMatches(pattern: string, arn: string): boolean | undefined {
  const [a, b] = [parsedArn(pattern), parsedArn(arn)];
  if (!a || !b) return undefined;
  return PARTS.every((part) => matches(a[part], b[part]));
}

/*
 * Questions: an ARN in which `*` stands for whatever such a part may be, a name or a Region, and so for no colon. A
 * question of `*` alone is about everything.
 */

/** Whether a policy's pattern may match something that a question is about. Wildcards of policies may span colons. */
export function mayConcern(pattern: string, question: string): boolean {
  if (question === '*') return true;
  demandComparable(pattern, question);
  return overlap(pattern.replace(/\$\{[^}]*\}/g, '*'), question.replaceAll('*', PART));
}

/** Throws where a placeholder of the question may be what the pattern names: what is not known is not called different. */
function demandComparable(pattern: string, question: string): void {
  const [asked, named] = [parsedArn(question), parsedArn(pattern)];
  const open = (['partition', 'account'] as const).some(
    (part) =>
      asked?.[part].startsWith('{') &&
      named?.[part] !== asked[part] &&
      /[\d?]|.\*|\*./.test(named?.[part] ?? ''),
  );
  if (open || (asked && /^\{\w+\}$/.test(pattern)))
    throw new Error(`whether ${pattern} is about ${question} depends on what the placeholders stand for`);
}

/** Whether a policy's pattern certainly matches all that a question is about. Here no wildcard spans a colon. */
export function surelyCovers(pattern: string, question: string): boolean {
  if (pattern === '*') return true;
  const [a, b] = [parsedArn(pattern), parsedArn(question.replaceAll('*', PART))];
  if (!a || !b || pattern.includes('${')) return false;
  return PARTS.every((part) => matches(a[part], b[part]));
}
