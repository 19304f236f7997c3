import { VETTED_RUNBOOKS } from '../../inputs/vetted-runbooks';
import { SSM_SERVICE } from '../../names/ssm-service';
import { mayConcern } from '../arn';
import { mayCall, type Permissions } from '../may-ever';
import { customersDocuments, documentPaths } from './document-paths';
import { stackPaths } from './stack-paths';
import { START, Starter } from './starter';
import { path, type EscalationPath } from './escalation-path';
import type { ControlledRole, ControlledRoles } from './controlled-role';
import { arnOf, EXECUTOR, STRANGER, trustsAutomation, type AccountModel } from './account-model';

/** What Alphaus can do with its own sessions and the automations that it starts. */
export interface EscalationPaths {
  readonly paths: readonly EscalationPath[];
  /** Actions that the executor carries out without an approval, each with the runbooks that call it. */
  readonly executed: ReadonlyMap<string, readonly string[]>;
}

/** Every escalation path that the grants make possible: each step is one that some session may succeed with. */
export function escalationPathsOf(controlledRoles: ControlledRoles, model: AccountModel): EscalationPaths {
  const sessions = [...controlledRoles.values()].filter(({ control }) => control.session);
  const executor = controlledRoles.get(EXECUTOR);
  const starters = sessions.filter(
    (controlled) =>
      executor &&
      trustsAutomation(executor.role, model) &&
      controlled.can('iam:PassRole', executor.role.arn, { 'iam:PassedToService': SSM_SERVICE }),
  );
  const amazons = starters.flatMap((controlled) => amazonRunbooks(controlled, model));
  const found = [
    ...(executor?.control.session ? [path(executor, `assume[${EXECUTOR}]`, false)] : []),
    ...sessions.flatMap((controlled) => [
      ...unlimited(controlled),
      ...otherRoles(controlled, model),
      ...stackPaths(controlled),
    ]),
    ...starters.flatMap((controlled) => {
      const own = withoutAmazons(controlled.permissions);
      const ofAccount = executor
        ? documentPaths(new Starter(controlled, sessions, executor, model, own))
        : [];
      return [...ofAccount, ...foreignDocuments(controlled, own, model)];
    }),
    ...amazons.flatMap(({ path }) => path ?? []),
    ...sessions.flatMap((controlled) => customersDocuments(controlled, model)),
  ];
  return {
    paths: [...new Map(found.map((path) => [path.id, path])).values()].sort(byId),
    executed: byAction(amazons),
  };
}

function byAction(runbooks: readonly AmazonRunbook[]): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const { name, actions } of runbooks) {
    for (const action of actions)
      names.set(action, [...new Set([...(names.get(action) ?? []), name])].sort());
  }
  return names;
}

function byId(left: EscalationPath, right: EscalationPath): number {
  return left.id < right.id ? -1 : Number(left.id > right.id);
}

/** Any policy can be written into the role, and no boundary limits it. */
function unlimited(controlled: ControlledRole): EscalationPath[] {
  // Only an administrator can do both.
  const unheld = controlled.can('iam:CreateUser', '*') && controlled.can('iam:AttachUserPolicy', '*');
  const { name } = controlled.role;
  return unheld ? [path(controlled, `administrator[${name}]`, false, 'has administrator rights')] : [];
}

/** Paths to the customer's own roles: any of them may be an administrator that trusts the account and its services. */
function otherRoles(controlled: ControlledRole, model: AccountModel): EscalationPath[] {
  const { name } = controlled.role;
  const arns = (...roles: string[]): string[] =>
    model.roles.filter((role) => roles.includes(role.name)).map(({ arn }) => arn);
  const ours = arns('OctoRecommendationSearcherRole', 'AlphausAcctAccessRole');
  const tries: [string, string[]][] = [
    ['sts:AssumeRole', []],
    ['iam:PassRole', arns(EXECUTOR)],
    ['iam:PutRolePolicy', ours],
    ['iam:AttachRolePolicy', []],
    ['iam:UpdateAssumeRolePolicy', []],
  ];
  return tries.flatMap(([action, meant]) => {
    const others = (controlled.mayDo(action)?.resources ?? []).filter((pattern) => !meant.includes(pattern));
    if (others.length === 0) return [];
    const where = `on ${others.join(', ')}, where a role of yours may be an administrator`;
    return [path(controlled, `role[${name}: ${action}]`, false, `calls ${action} ${where}`)];
  });
}

interface AmazonRunbook {
  readonly name: string;
  /** Actions that it calls with the executor's rights, if they are known. */
  readonly actions: readonly string[];
  /** Set if its actions are not known, or if its caller chooses them. */
  readonly path?: EscalationPath;
}

/**
 * Amazon-owned runbooks that may be started. Only an exact name of a vetted runbook has known actions: a pattern may
 * match hundreds of other runbooks, and those that AWS adds later.
 */
function amazonRunbooks(controlled: ControlledRole, model: AccountModel): AmazonRunbook[] {
  // Amazon-owned documents have no account in their ARN.
  const questions = ['document/*', 'automation-definition/*:*']
    .map((type) => arnOf(model, 'ssm', type, ''))
    .filter((question) => controlled.can(START, question));
  const patterns = (controlled.mayDo(START)?.resources ?? []).filter(
    (pattern) =>
      AMAZONS.test(documentName(pattern) ?? '') ||
      questions.some((question) => mayConcern(pattern, question)),
  );
  const names = patterns.map((pattern) => documentName(pattern) ?? pattern);
  return [...new Set(names)].map((name) => {
    const known = Object.hasOwn(VETTED_RUNBOOKS, name) ? VETTED_RUNBOOKS[name] : undefined;
    if (known) return { name, actions: known.actions };
    const start = path(
      controlled,
      `runbook[${name}]`,
      false,
      `starts ${name}`,
      `has SSM run it as ${EXECUTOR}`,
    );
    return { name, actions: [], path: start };
  });
}

/** Prefixes of document names that SSM reserves for Amazon. */
const AMAZONS = /^(AWS|Amazon|amzn)/;

/** The document name in a resource pattern; undefined if the pattern is not for documents only. */
function documentName(pattern: string): string | undefined {
  return /:(?:document|automation-definition)\/([^:]*)/.exec(pattern)?.[1];
}

/** Permissions without the grants on Amazon's runbooks. No document of the account can have their reserved names. */
function withoutAmazons({ identity, boundary }: Permissions): Permissions {
  const left = identity.map((statement) =>
    statement.effect === 'Allow'
      ? { ...statement, resources: statement.resources.filter((pattern) => !reserved(pattern)) }
      : statement,
  );
  return { identity: left, boundary };
}

function reserved(pattern: string): boolean {
  return /^(AWS|Amazon|amzn)[A-Za-z]*-/.test(documentName(pattern) ?? '');
}

/** Escalation paths through documents of other accounts: their owner chooses the text. */
function foreignDocuments(
  controlled: ControlledRole,
  own: Permissions,
  model: AccountModel,
): EscalationPath[] {
  const found = [STRANGER, model.principal].some((account) =>
    ['document/*', 'automation-definition/*:*'].some((type) =>
      mayCall(own, { action: START, resource: arnOf(model, 'ssm', type, account) }),
    ),
  );
  const steps = ['starts a document of another account', `has SSM run it as ${EXECUTOR}`];
  return found ? [path(controlled, 'foreign-document', false, ...steps)] : [];
}
