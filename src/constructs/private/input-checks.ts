import { Construct } from 'constructs';
import { TerraformLocal, TerraformResource } from 'cdktf';
import { inputProperty, inputSpec, type Configuration, type InputName } from '../../inputs/inputs';
import { terraformCondition, terraformMessage } from '../../inputs/to-terraform';
import { holdsToken } from './plain-inputs';
import { combinationChecks } from './combination-checks';
import { Expression } from './expression';

/** The form of the inputs. */
export interface InputChecksOptions {
  /**
   * Whether they are Terraform variables of the same names, which have the rules as their `validation`. Then only
   * combinations remain to be checked: before Terraform 1.9 a validation can only refer to its own variable. @default false
   */
  readonly variables?: boolean;
}

/**
 * Checks in Terraform of inputs that are tokens, and of their combinations, by the input table's rules. They run at plan
 * or, for values that are known only then, at apply. Resources depend on them, so that no document with a wrong value is
 * written. They call no API.
 */
export class InputChecks extends Construct {
  /** Resources that use the inputs depend on this; undefined if all values were checked at synthesis. */
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
      // Printed in the same way as in documents, so that the checked value is the value in use.
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
    // In the module, the id becomes the address.
    this.passed = new TerraformResource(this, variables ? 'input_checks' : 'Passed', {
      terraformResourceType: 'terraform_data',
      lifecycle: { precondition },
    });
    // A new value changes this resource, so that it is checked before the resources that depend on it.
    this.passed.addOverride('input', values);
    // Only what names a variable waits for its check: without this, the other resources are created before a value that is
    // known only at apply is refused.
    if (variables)
      this.passed.addOverride(
        'depends_on',
        names.map((name) => `var.${name}`),
      );
  }
}
