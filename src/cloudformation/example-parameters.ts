import { parameters } from './parameters';

/** Values of the parameters that have no default, as Octo's onboarding page gives them. */
const FROM_OCTO: Readonly<Record<string, string>> = {
  Principal: '444455556666',
  ExternalId: 'octo-ext-7f3c2a1b9d',
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
