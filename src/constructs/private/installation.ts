import type { IResolvable } from 'cdktf';
import type { Configuration } from '../../inputs/table';
import type { InputChecks } from './input-checks';

/** What an OctoAccess knows of its installation and a role on its own does not. */
export class Installation {
  constructor(
    /** What checked the inputs of all its roles. */
    readonly checks: InputChecks,
    /** Names of the roles to install, where a Terraform variable holds them. */
    readonly plannedRoles?: Configuration<IResolvable>['roles'],
  ) {}
}

/** Nobody outside of this package can spell it, so no caller of a role can pass for an OctoAccess. */
const INSTALLATION = Symbol('installation');

/** Properties of a role that belongs to an installation. */
export function installedBy<Props extends object>(installation: Installation, props: Props): Props {
  return { ...props, [INSTALLATION]: installation };
}

/** The installation that a role of these properties belongs to; none where it stands on its own. */
export function installationOf(props: object): Installation | undefined {
  const found = INSTALLATION in props ? props[INSTALLATION] : undefined;
  return found instanceof Installation ? found : undefined;
}
