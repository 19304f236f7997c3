import type { IResolvable } from 'cdktf';
import type { Configuration } from '../../inputs/inputs';
import type { InputChecks } from './input-checks';

/** Facts about an installation that an OctoAccess passes to its roles. */
export class Installation {
  constructor(
    /** The checks of the inputs of all its roles. */
    readonly checks: InputChecks,
    /** Names of the roles to install, if a Terraform variable contains them. */
    readonly plannedRoles?: Configuration<IResolvable>['roles'],
  ) {}
}

/** Code outside this package cannot create this key, so a caller of a role cannot pretend to be an OctoAccess. */
const INSTALLATION = Symbol('installation');

/** Properties of a role that belongs to an installation. */
export function installedBy<Props extends object>(installation: Installation, props: Props): Props {
  return { ...props, [INSTALLATION]: installation };
}

/** The installation that a role with these properties belongs to; undefined for a role without an OctoAccess. */
export function installationOf(props: object): Installation | undefined {
  const found = INSTALLATION in props ? props[INSTALLATION] : undefined;
  return found instanceof Installation ? found : undefined;
}
