import type { ActionCatalogue } from './action-catalogue';
import { decide } from './evaluate';
import { actionsByService } from './expand';
import { byService, type Permissions } from './may-ever';
import { remembered } from './remembered';

/**
 * The actions that a role's documents deny expressly, whatever the resource and the request: nothing can allow them, no
 * resource policy that allows everybody either. What is merely not allowed is not among them.
 *
 * Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access".
 */
export function surelyDenied(permissions: Permissions, catalogue: ActionCatalogue): ReadonlySet<string> {
  const denies = [...permissions.identity, ...(permissions.boundary ?? [])].filter(
    ({ effect }) => effect === 'Deny',
  );
  return answerOf(denies, catalogue);
}

const answerOf = remembered(asked);

function asked(denies: Permissions['identity'], catalogue: ActionCatalogue): ReadonlySet<string> {
  const about = byService(denies);
  return new Set(
    [...actionsByService(catalogue)].flatMap(([service, actions]) => {
      const statements = about(service);
      return actions.filter((action) => decide(statements, { action, resource: '*' }).denies.length > 0);
    }),
  );
}
