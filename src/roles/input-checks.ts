import { Construct } from 'constructs';
import { TerraformLocal, TerraformResource } from 'cdktf';
import { terraformCondition, terraformMessage } from '../input-rules';
import { inputProperty, inputSpec, type InputName } from '../inputs';
import { holdsToken } from './check-inputs';
import { Expression } from './expression';
import type { OctoInputs } from './props';

/**
 * The input table's rules for inputs that are tokens, checked by Terraform: when it plans, or, for
 * values that are known only then, when it applies. What depends on it waits for the answer, so that
 * no document with a wrong value is written. It calls no API.
 */
export class InputChecks extends Construct {
  /** What resources that take the inputs depend on; undefined where all values were checked at synthesis. */
  readonly passed: TerraformResource | undefined;

  constructor(scope: Construct, id: string, inputs: Partial<OctoInputs>, names: readonly InputName[]) {
    super(scope, id);
    const values: Record<string, unknown> = {};
    const precondition = names.flatMap((name) => {
      const property = inputProperty(name);
      const spec = inputSpec(name);
      const value: unknown = inputs[property];
      if (!holdsToken(value) || spec.rules.length === 0) return [];
      // Printed as documents print it: the value that is checked is the value that is used.
      const local = new TerraformLocal(this, name, new Expression((hcl) => hcl(value)));
      const reference = `local.${local.friendlyUniqueId}`;
      values[name] = local.expression;
      return spec.rules.map((rule) => ({
        condition: `\${${terraformCondition(spec, rule, reference)}}`,
        errorMessage: terraformMessage(rule, property, reference),
      }));
    });
    if (precondition.length === 0) return;
    this.passed = new TerraformResource(this, 'Passed', {
      terraformResourceType: 'terraform_data',
      lifecycle: { precondition },
    });
    // A change of a value is a change of this resource, so that it is checked before what depends on it.
    this.passed.addOverride('input', values);
  }
}
