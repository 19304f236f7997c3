import { Construct } from 'constructs';
import { TerraformLocal, TerraformResource } from 'cdktf';
import { inputProperty, inputSpec, type Configuration, type InputName } from '../../inputs/table';
import { terraformCondition, terraformMessage } from '../../inputs/to-terraform';
import { holdsToken } from './plain-inputs';
import { combinationChecks } from './combination-checks';
import { Expression } from './expression';

/** How inputs come. */
export interface InputChecksOptions {
  /**
   * Whether they are Terraform variables of the same names, which have the rules as their `validation`: what is left is
   * which of them go together, since a validation knows its own variable alone before Terraform 1.9. @default false
   */
  readonly variables?: boolean;
}

/**
 * The input table's rules for inputs that are tokens, and which of them exclude each other, checked by
 * Terraform: when it plans, or, for values that are known only then, when it applies. What depends on it
 * waits for the answer, so that no document with a wrong value is written. It calls no API.
 */
export class InputChecks extends Construct {
  /** What resources that take the inputs depend on; undefined where all values were checked at synthesis. */
  readonly passed: TerraformResource | undefined;

  constructor(
    scope: Construct,
    id: string,
    inputs: Partial<Configuration<unknown>>,
    names: readonly InputName[],
    { variables = false }: InputChecksOptions = {},
  ) {
    super(scope, id);
    const values: Record<string, unknown> = {};
    const rules = names.flatMap((name) => {
      const property = inputProperty(name);
      const spec = inputSpec(name);
      const value: unknown = inputs[property];
      if (variables || !holdsToken(value) || spec.rules.length === 0) return [];
      // Printed as documents print it: the value that is checked is the value that is used.
      const local = new TerraformLocal(this, name, new Expression((hcl) => hcl(value)));
      const reference = `local.${local.friendlyUniqueId}`;
      values[name] = local.expression;
      return spec.rules.map((rule) => ({
        condition: `\${${terraformCondition(spec, rule, reference)}}`,
        errorMessage: terraformMessage(rule, property, reference),
      }));
    });
    const combinations = combinationChecks(inputs, names, variables ? (name) => name : inputProperty);
    for (const { values: open } of combinations) Object.assign(values, open);
    const precondition = [...rules, ...combinations.map(({ precondition: one }) => one)];
    if (precondition.length === 0) return;
    // In the module its id is its address.
    this.passed = new TerraformResource(this, variables ? 'input_checks' : 'Passed', {
      terraformResourceType: 'terraform_data',
      lifecycle: { precondition },
    });
    // A change of a value is a change of this resource, so that it is checked before what depends on it.
    this.passed.addOverride('input', values);
  }
}
