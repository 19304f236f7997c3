import { EXAMPLE } from '../inputs/samples';
import { parameterName } from '../inputs/to-cloudformation';
import { parameters } from './parameters';

/** Values of the parameters that have no default, as Octo's onboarding page gives them. */
const FROM_OCTO: Readonly<Record<string, string>> = {
  [parameterName('principal')]: EXAMPLE.principal,
  [parameterName('external_id')]: EXAMPLE.externalId,
};

/**
 * Every parameter of the template with a value, for validators that take no defaults, in the form of
 * `aws cloudformation create-stack --parameters`.
 */
export function exampleParameters(): string {
  const values = parameters().map(({ name, definition }) => ({
    ParameterKey: name,
    ParameterValue: FROM_OCTO[name] ?? String(definition['Default']),
  }));
  return `${JSON.stringify(values, null, 2)}\n`;
}
