import { OctoAccess, type OctoAccessProps } from '../../src';
import { EXAMPLE } from './example';
import { synthesized, type Synthesized } from './synth';

/** A stack with the construct alone, with the two values of the onboarding page and these props. */
export function withAccess(props: Partial<OctoAccessProps> = {}): Synthesized {
  const { principal, externalId } = EXAMPLE;
  return synthesized((stack) => new OctoAccess(stack, 'octo', { principal, externalId, ...props }));
}

/** Attributes of the resources of a type, in order. */
export function all(stack: Synthesized, type: string): Record<string, unknown>[] {
  return Object.values(stack.resource[type] ?? {});
}
