import { overlap } from './wildcard';

/** Parts of an ARN, or of a pattern of ARNs. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

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
  return (['partition', 'service', 'region', 'account', 'resource'] as const).every((part) =>
    overlap(a[part], b[part]),
  );
}
