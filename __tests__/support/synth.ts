import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, Testing } from 'cdktf';

/** A synthesized stack: block type -> Terraform type -> name -> attributes. */
export interface Synthesized {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data: Record<string, Record<string, Record<string, unknown>>>;
  readonly locals?: Record<string, unknown>;
}

/** Example values: a customer's account, Alphaus's account, an external id. */
export const EXAMPLE = {
  accountId: '111122223333',
  principal: '444455556666',
  externalId: 'octo-ext-7f3c2a1b9d',
} as const;

/** Somebody else's stack with a default provider, built by `build`, synthesized with all validations. */
export function synthesized(build: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(Testing.app(), 'theirs');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)) as Synthesized;
}

/** `type.name` of every resource. */
export function addresses({ resource }: Synthesized): string[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}
