import type { Analysis } from './analysis';
import { decideAbout } from './evaluate';
import { actionGroups, type Permissions } from './may-ever';
import type { Statement } from './statements';

/**
 * The actions that a role's documents deny explicitly, whatever the resource and the request. Nothing can allow them, not
 * even a resource policy for everybody. Actions that are merely not allowed are not included.
 *
 * Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access".
 */
export function surelyDenied(
  { identity, boundary = [] }: Permissions,
  analysis: Analysis,
): ReadonlySet<string> {
  const denies = [...identity, ...boundary].filter(({ effect }) => effect === 'Deny');
  return analysis.once(deniedBy, denies);
}

function deniedBy(denies: readonly Statement[], analysis: Analysis): Set<string> {
  const { groups, groupOf } = actionGroups(denies, analysis);
  const isDenied = groups.map((about) => decideAbout(about, { resource: '*' }).denies.length > 0);
  return new Set(analysis.names.filter((_, place) => isDenied[groupOf[place] ?? 0]));
}
