import { inputProperty, inputsOf, type PropertyOf } from '../../inputs/inputs';
import type { RoleName } from '../../names/role-names';
import type { OctoInputs } from '../props';

/** The inputs that every one of these roles depends on. */
export type RoleInputs<Role extends RoleName> = Pick<OctoInputs, PropertyOf<Role>>;

/** The inputs that a role depends on. */
export function roleInputs<Role extends RoleName>(role: Role, inputs: OctoInputs): RoleInputs<Role> {
  const own = inputsOf(role).map(inputProperty);
  return Object.fromEntries(own.map((property) => [property, inputs[property]])) as RoleInputs<Role>;
}
