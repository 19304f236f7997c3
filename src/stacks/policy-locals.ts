import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { TerraformLocal, Tokenization, type TerraformResource, type TerraformStack } from 'cdktf';
import { call, Expression, JsonText, NativeJson, PartsList } from '../constructs/private/expression';

/**
 * Moves a stack's policies into locals as native JSON, one action per line, so that policies are readable in the published
 * module and in the output of `cdktf synth`. The resource contains `jsonencode(local.ssm_updater_policy)`.
 *
 * The constructs do not do this themselves: in another project's stack CDKTF would put hashes into the locals' names, and
 * tests of that stack expect a role's documents in the role. The stacks of a fleet do not do it either: nobody reads a
 * thousand of them, and CDKTF would take two fifths longer to write them.
 */
export function policiesAsLocals(stack: TerraformStack): void {
  for (const resource of stack.node.findAll()) {
    if (resource instanceof IamRole) {
      resource.assumeRolePolicy = fromLocal(resource, 'trust', resource.assumeRolePolicyInput);
    } else if (resource instanceof IamPolicy || resource instanceof IamRolePolicy) {
      resource.policy = fromLocal(resource, 'policy', resource.policyInput);
    }
  }
}

/** Creates a local in native JSON; returns a reference to it. */
export function nativeLocal(scope: Construct, id: string, value: unknown): Expression {
  const { friendlyUniqueId: name } = new TerraformLocal(scope, id, new NativeJson(value));
  return new Expression(() => `local.${name}`);
}

function fromLocal(resource: TerraformResource, id: string, text = ''): string {
  const [token] = Tokenization.reverseString(text).tokens;
  if (!(token instanceof JsonText))
    throw new Error(`${resource.node.path}: ${id} is not encoded by jsonencode`);
  return call('jsonencode', nativeLocal(resource, id, partsLifted(resource, id, token.value))).toString();
}

/** Moves each list with conditional parts into its own local: native JSON cannot contain an expression over such a list. */
function partsLifted(resource: TerraformResource, id: string, value: unknown): unknown {
  if (value instanceof PartsList && value.parts.some(({ when }) => when !== undefined)) {
    const parts = value.parts.map(({ items, when = true }) => ({
      when,
      items: partsLifted(resource, id, items),
    }));
    return joined(nativeLocal(resource, id, parts));
  }
  if (Array.isArray(value)) return value.map((item: unknown) => partsLifted(resource, id, item));
  if (typeof value !== 'object' || value === null || value instanceof Expression) return value;
  const { Sid: sid } = value as { readonly Sid?: string };
  const prefix = sid === undefined ? id : `${id}_${snake(sid)}`;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, partsLifted(resource, `${prefix}_${snake(key)}`, item)]),
  );
}

/** The items of each part whose condition holds. */
export function chosenItems(parts: string): string {
  return `[for part in ${parts} : part.items if part.when]`;
}

/** One list of the parts whose condition holds. */
function joined(parts: Expression): Expression {
  return new Expression((hcl) => `flatten(${chosenItems(hcl(parts))})`);
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}
