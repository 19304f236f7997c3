import { Token, type IResolvable } from 'cdktf';
import { defaults, type Configuration } from '../../inputs/inputs';

/** Given inputs, copied, with the defaults of the others. */
export function wholeConfiguration(
  inputs: Partial<Configuration<unknown>>,
  roles: Configuration<IResolvable>['roles'],
): Configuration<IResolvable> {
  const given = Object.entries<unknown>(givenInputs(inputs));
  return {
    ...defaults(),
    // If a role does not take them, none of its rows uses them.
    principal: '',
    externalId: '',
    ...Object.fromEntries(given.map(([property, value]) => [property, copied(value)])),
    roles,
  };
}

/** The inputs without those that are not given. As in Terraform, null means the default. */
export function givenInputs<Given extends object>(inputs: Given): Partial<Given> {
  return Object.fromEntries(
    Object.entries(inputs as Record<string, unknown>).filter(
      ([, value]) => value !== undefined && value !== null,
    ),
  ) as Partial<Given>;
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map(copied);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]));
}
