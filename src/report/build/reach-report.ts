import { changesNothing } from '../../analysis/action-catalogue';
import { reachOf, type EscalationPath, type AccountModel } from '../../analysis/reach/reach';
import { escalationPathsOf } from '../../analysis/reach/escalation-paths';
import type { ControlledRoles, Step } from '../../analysis/reach/controlled-role';
import type { Configuration } from '../../inputs/table';
import { installedRoles } from '../../policy/installed';
import { fill } from '../../policy/scope';
import type { Actions } from './listed-actions';
import type { AdministratorWay, ReachReport } from '../model';
import { conditionsText } from '../words';

/** Whether an account is the customer's is told by its digits, so the closure works on an example. */
const EXAMPLE: Readonly<Record<string, string>> = {
  stackArn: 'arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f',
  partition: 'aws',
  accountId: '111122223333',
  principal: '444455556666',
  externalId: 'octo-ext-7f3c2a1b9d',
};

/** A configuration with placeholders, in the example's account. */
export function exampleAccount(configuration: Configuration): AccountModel {
  const { partition = '', accountId = '', principal = '', externalId = '' } = EXAMPLE;
  const text = JSON.stringify(configuration, (_, value: unknown) =>
    typeof value === 'string' ? fill(value, EXAMPLE, 'report') : value,
  );
  const roles = installedRoles({ partition, accountId }, JSON.parse(text) as Configuration);
  return { partition, accountId, principal, externalId, roles };
}

/** Ways to administrator rights. */
export function administratorPaths(
  controlledRoles: ControlledRoles,
  model: AccountModel,
): AdministratorWay[] {
  return escalationPathsOf(controlledRoles, model).paths.map(reported);
}

/** How far Alphaus can get in a world. */
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
        resources: resources.map(withPlaceholders),
        conditions: conditionsText(conditions).map(withPlaceholders),
        runbooks: runbooks ?? [],
      }))
      .filter(({ accessLevel }) => !changesNothing(accessLevel)),
  };
}

function reported({ id, approval, supposing, steps }: EscalationPath): AdministratorWay {
  return { id, approval, supposing: supposing ?? null, steps: steps.map(stepText) };
}

function stepText({ actor, does }: Step): string {
  return withPlaceholders(`${actor} ${does}`);
}

/** A text of the example's account with placeholders again. */
export function withPlaceholders(text: string): string {
  return Object.entries(EXAMPLE)
    .filter(([name]) => name !== 'partition')
    .reduce((filled, [name, value]) => filled.replaceAll(value, `{${name}}`), text)
    .replaceAll('arn:aws:', 'arn:{partition}:');
}
