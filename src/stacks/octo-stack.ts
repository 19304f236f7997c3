import {
  TerraformElement,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Token,
  type IResolvable,
} from 'cdktf';
import type { Node } from 'constructs';
import { OctoAccess } from '../constructs/octo-access';
import { ROLES } from '../catalogue/roles';
import type { InputSpec } from '../inputs/input-spec';
import { defaults, inputProperty, INPUTS, type Configuration, type InputProperty } from '../inputs/inputs';
import { terraformCondition, terraformMessage } from '../inputs/to-terraform';
import { call, Expression } from '../constructs/private/expression';
import type { OctoInputs } from '../constructs/props';
import type { OctoRole } from '../constructs/octo-role';
import { VariableAccess } from '../constructs/private/variable-access';
import { ifSet } from '../constructs/private/terraform-scope';
import { nativeLocal, policiesAsLocals } from './policy-locals';

/**
 * A stack with the input table as Terraform variables and with the outputs of an installation. Addresses are readable
 * (`aws_iam_role.ssm_updater`) and part of the public interface. They consist of the snake_case construct ids of the path;
 * PascalCase ids only structure the tree.
 */
export abstract class OctoStack extends TerraformStack {
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    return ids.filter((id) => /^[a-z]/.test(id)).join('_') || super.allocateLogicalId(element);
  }

  /** One installation in the account of the stack's default provider, with the input table as variables. */
  protected installWithVariables(): void {
    const variables = INPUTS.map((input) => [inputProperty(input.name), variableValue(this, input)]);
    // CDKTF accepts a token as a value of any type.
    const inputs = Object.fromEntries(variables) as Record<InputProperty, never>;
    this.outputs(new VariableAccess(this, 'Octo', inputs), inputs);
    policiesAsLocals(this);
  }

  /** One installation with plain values, in the account of the stack's default provider. */
  protected install(inputs: OctoInputs): void {
    this.outputs(new OctoAccess(this, 'Octo', inputs), { ...defaults(), ...inputs });
  }

  private outputs({ account, roles }: OctoAccess, settings: Configuration<IResolvable>): void {
    const selfUpdatable = roles.filter((role) => ROLES[role.roleName].boundary);
    const all = this.attributes('installed', roles);
    const bounded = this.attributes('self_updatable', selfUpdatable);
    const roleArns = call('zipmap', all('name'), all('arn'));
    const boundaries = (of: typeof all): unknown => call('zipmap', of('name'), of('permissions_boundary'));
    this.output('role_arns', 'ARN of each installed role, by role name.', roleArns);
    this.output(
      'role_names',
      'Name of each installed role, by role name.',
      call('zipmap', all('name'), all('name')),
    );
    this.output(
      'boundary_arns',
      'ARN of the permissions boundary in force on each installed role that has one, by role name.',
      ifSet(settings.permissionsBoundaryArn, boundaries(all), boundaries(bounded)),
    );
    this.output(
      'octo_onboarding',
      'Account, partition, external id and role ARNs of the installation, in one object for your records.',
      {
        account_id: account.accountId,
        partition: account.partition,
        external_id: settings.externalId,
        role_arns: roleArns,
      },
    );
  }

  /** A local with attributes of roles, each as one list; a role that is not installed adds no element. */
  private attributes(id: string, roles: readonly OctoRole[]): (name: string) => Expression {
    const lists = ['name', 'arn', 'permissions_boundary'].map((name) => [
      name,
      roles.map((role) => role.allInstances(name)),
    ]);
    const local = nativeLocal(this, id, Object.fromEntries(lists));
    return (name) => new Expression((hcl) => `flatten(${hcl(local)}.${name})`);
  }

  private output(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { description, value: value as never });
  }
}

function variableValue(stack: TerraformStack, input: InputSpec): unknown {
  const reference = `var.${input.name}`;
  const variable = new TerraformVariable(stack, input.name, {
    type: input.type,
    description: input.description,
    nullable: input.default === null,
    validation: input.rules.map((rule) => ({
      condition: `\${${terraformCondition(input, rule, reference)}}`,
      errorMessage: terraformMessage(rule, input.name, reference),
    })),
  });
  // Not as a property: CDKTF fails on a null default and renames the keys of a map.
  if (input.default !== undefined) variable.addOverride('default', input.default);
  switch (input.type) {
    case 'string':
      return variable.stringValue;
    case 'number':
      return variable.numberValue;
    case 'bool':
      return variable.booleanValue;
    case 'list(string)':
      return variable.listValue;
    case 'map(string)':
      return Token.asStringMap(variable.value as never);
    case 'set(string)':
    case 'map(map(string))':
      return variable.value;
  }
}
