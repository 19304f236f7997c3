import { changesNothing } from '../../analysis/action-catalogue';
import { reachOf, type EscalationPath, type AccountModel } from '../../analysis/reach/reach';
import { escalationPathsOf } from '../../analysis/reach/escalation-paths';
import type { ControlledRoles, Step } from '../../analysis/reach/controlled-role';
import type { Configuration } from '../../inputs/inputs';
import { installedRoles } from '../../policy/installed';
import type { Actions } from './listed-actions';
import type { AdministratorWay, ReachReport } from '../shape/report-shape';
import { conditionsText } from '../words';

/** The account of the report, whose values are placeholders. */
export const REPORTED_ACCOUNT = { partition: '{partition}', accountId: '{accountId}' };

/** An installation in the account of the report. */
export function accountModelOf(
  configuration: Configuration,
  roles: AccountModel['roles'] = installedRoles(REPORTED_ACCOUNT, configuration),
): AccountModel {
  const { principal, externalId } = configuration;
  return { ...REPORTED_ACCOUNT, principal, externalId, roles };
}

/** Escalation paths to administrator rights. */
export function administratorPaths(
  controlledRoles: ControlledRoles,
  model: AccountModel,
): AdministratorWay[] {
  return escalationPathsOf(controlledRoles, model).paths.map(reported);
}

/** How far Alphaus can get in an account. */
export function reachReport(model: AccountModel, actions: Actions): ReachReport {
  const { sessions, paths, withoutApproval, onlyWithApproval, never } = reachOf(model, actions.analysis);
  return {
    sessions: sessions.map(({ role, steps, written }) => ({
      role,
      steps: steps.map(stepText),
      written: written?.map(stepText) ?? null,
    })),
    administrator: paths.map(reported),
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

function reported({ id, approval, supposing, steps }: EscalationPath): AdministratorWay {
  return { id, approval, supposing: supposing ?? null, steps: steps.map(stepText) };
}

function stepText({ actor, does }: Step): string {
  return `${actor} ${does}`;
}
