import { VETTED_RUNBOOKS } from '../../inputs/vetted-runbooks';
import { mayConcern } from '../arn';
import { mayCall, type Permissions } from '../may-ever';
import { customersDocuments, documentPaths } from './document-paths';
import { stackPaths } from './stack-paths';
import { START, Starter } from './starter';
import { path, type EscalationPath } from './escalation-path';
import type { ControlledRole, ControlledRoles } from './controlled-role';
import { arnOf, EXECUTOR, STRANGER, trustsAutomation, type AccountModel } from './account-model';

/** What Alphaus can do, by its own sessions and by what it starts. */
export interface EscalationPaths {
  readonly paths: readonly EscalationPath[];
  /** Actions that the executor carries out without an approval, and the runbooks that do. */
  readonly executed: ReadonlyMap<string, readonly string[]>;
}

/** Every escalation path that the grants make possible, found by asking for each step whether some session may succeed with it. */
export function escalationPathsOf(controlledRoles: ControlledRoles, model: AccountModel): EscalationPaths {
  const sessions = [...controlledRoles.values()].filter(({ control }) => control.session);
  const executor = controlledRoles.get(EXECUTOR);
  const starters = sessions.filter(
    (controlled) =>
      executor &&
      trustsAutomation(executor.role, model) &&
      controlled.can('iam:PassRole', executor.role.arn, { 'iam:PassedToService': 'ssm.amazonaws.com' }),
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

/** Anything can be written into the role, and no boundary holds it. */
function unlimited(controlled: ControlledRole): EscalationPath[] {
  // What anybody with administrator rights can do, and nobody else.
  const unheld = controlled.can('iam:CreateUser', '*') && controlled.can('iam:AttachUserPolicy', '*');
  const { name } = controlled.role;
  return unheld ? [path(controlled, `administrator[${name}]`, false, 'has administrator rights')] : [];
}

/** Roles of the customer's own, any of which may be an administrator that trusts the account and its services. */
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
  /** What it does with the executor's rights, where that is known. */
  readonly actions: readonly string[];
  /** Where what it does is not known, or is what its caller likes. */
  readonly path?: EscalationPath;
}

/**
 * Amazon-owned runbooks that may be started. What a pattern of the grants lets in is known only where it is the exact
 * name of one whose calls are known: AWS has hundreds of others, and adds some.
 */
function amazonRunbooks(controlled: ControlledRole, model: AccountModel): AmazonRunbook[] {
  // Amazon's have no account in their ARN.
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

/** How names begin that SSM keeps from everybody but Amazon. */
const AMAZONS = /^(AWS|Amazon|amzn)/;

/** What a pattern says of the name of a document; undefined where it is not about documents alone. */
function documentName(pattern: string): string | undefined {
  return /:(?:document|automation-definition)\/([^:]*)/.exec(pattern)?.[1];
}

/** What is allowed for Amazon's runbooks is allowed for no document of the account: their names are reserved. */
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

/** Documents of other accounts, which run what their owner chooses. */
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
