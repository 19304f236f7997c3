import { changesNothing } from '../../analysis/action-catalogue';
import { reachOf, type Way, type World } from '../../analysis/reach/reach';
import { waysOf } from '../../analysis/reach/ways';
import type { Holds, Step } from '../../analysis/reach/hold';
import type { Configuration } from '../../inputs/table';
import { installedRoles } from '../../policy/installed';
import type { Actions } from './listed-actions';
import type { AdministratorWay, ReachReport } from '../shape/report-shape';
import { conditionsText } from '../words';

/** An installation in an account whose facts are placeholders. */
export function worldOf({ principal, externalId, ...others }: Configuration): World {
  const account = { partition: '{partition}', accountId: '{accountId}' };
  const roles = installedRoles(account, { principal, externalId, ...others });
  return { ...account, principal, externalId, roles };
}

/** Ways to administrator rights. */
export function administratorWays(holds: Holds, world: World): AdministratorWay[] {
  return waysOf(holds, world).ways.map(reported);
}

/** How far Alphaus can get in a world. */
export function reachReport(world: World, actions: Actions): ReachReport {
  const { sessions, ways, withoutApproval, onlyWithApproval, never } = reachOf(world, actions.analysis);
  return {
    sessions: sessions.map(({ role, steps, written }) => ({
      role,
      steps: steps.map(stepText),
      written: written?.map(stepText) ?? null,
    })),
    administrator: ways.map(reported),
    withoutApproval: actions.count(withoutApproval.keys()),
    onlyWithApproval: actions.count(onlyWithApproval),
    never: actions.count(never),
    changes: [...withoutApproval.values()]
      .map(({ action, roles, resources, conditions, runbooks }) => ({
        action,
        accessLevel: actions.levelOf(action),
        roles,
        resources,
        conditions: conditionsText(conditions),
        runbooks: runbooks ?? [],
      }))
      .filter(({ accessLevel }) => !changesNothing(accessLevel)),
  };
}

function reported({ id, approval, supposing, steps }: Way): AdministratorWay {
  return { id, approval, supposing: supposing ?? null, steps: steps.map(stepText) };
}

function stepText({ actor, does }: Step): string {
  return `${actor} ${does}`;
}
