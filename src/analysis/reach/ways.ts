import { VETTED_RUNBOOKS } from '../../inputs/vetted-runbooks';
import { mayConcern } from '../arn';
import { mayCall, type Permissions } from '../may-ever';
import { customersDocuments, documentWays } from './document-ways';
import { stackWays } from './stack-ways';
import { START, Starter } from './starter';
import { way, type Way } from './way';
import type { Hold, Holds } from './hold';
import { arnOf, EXECUTOR, STRANGER, trustsAutomation, type World } from './world';

/** What Alphaus can do, by its own sessions and by what it starts. */
export interface Ways {
  readonly ways: readonly Way[];
  /** Actions that the executor carries out without an approval, and the runbooks that do. */
  readonly executed: ReadonlyMap<string, readonly string[]>;
}

/** Every way that the grants make possible, found by asking for each step whether some session may succeed with it. */
export function waysOf(holds: Holds, world: World): Ways {
  const sessions = [...holds.values()].filter(({ control }) => control.session);
  const executor = holds.get(EXECUTOR);
  const starters = sessions.filter(
    (hold) =>
      executor &&
      trustsAutomation(executor.role, world) &&
      hold.can('iam:PassRole', executor.role.arn, { 'iam:PassedToService': 'ssm.amazonaws.com' }),
  );
  const amazons = starters.flatMap((hold) => amazonRunbooks(hold, world));
  const found = [
    ...(executor?.control.session ? [way(executor, `assume[${EXECUTOR}]`, false)] : []),
    ...sessions.flatMap((hold) => [...unlimited(hold), ...otherRoles(hold, world), ...stackWays(hold)]),
    ...starters.flatMap((hold) => {
      const own = withoutAmazons(hold.permissions);
      const ofAccount = executor ? documentWays(new Starter(hold, sessions, executor, world, own)) : [];
      return [...ofAccount, ...foreignDocuments(hold, own, world)];
    }),
    ...amazons.flatMap(({ way }) => way ?? []),
    ...sessions.flatMap((hold) => customersDocuments(hold, world)),
  ];
  return {
    ways: [...new Map(found.map((way) => [way.id, way])).values()].sort(byId),
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

function byId(left: Way, right: Way): number {
  return left.id < right.id ? -1 : Number(left.id > right.id);
}

/** Anything can be written into the role, and no boundary holds it. */
function unlimited(hold: Hold): Way[] {
  // What anybody with administrator rights can do, and nobody else.
  const unheld = hold.can('iam:CreateUser', '*') && hold.can('iam:AttachUserPolicy', '*');
  const { name } = hold.role;
  return unheld ? [way(hold, `administrator[${name}]`, false, 'has administrator rights')] : [];
}

/** Roles of the customer's own, any of which may be an administrator that trusts the account and its services. */
function otherRoles(hold: Hold, world: World): Way[] {
  const { name } = hold.role;
  const arns = (...roles: string[]): string[] =>
    world.roles.filter((role) => roles.includes(role.name)).map(({ arn }) => arn);
  const ours = arns('OctoRecommendationSearcherRole', 'AlphausAcctAccessRole');
  const tries: [string, string[]][] = [
    ['sts:AssumeRole', []],
    ['iam:PassRole', arns(EXECUTOR)],
    ['iam:PutRolePolicy', ours],
    ['iam:AttachRolePolicy', []],
    ['iam:UpdateAssumeRolePolicy', []],
  ];
  return tries.flatMap(([action, meant]) => {
    const others = (hold.mayDo(action)?.resources ?? []).filter((pattern) => !meant.includes(pattern));
    if (others.length === 0) return [];
    const where = `on ${others.join(', ')}, where a role of yours may be an administrator`;
    return [way(hold, `role[${name}: ${action}]`, false, `calls ${action} ${where}`)];
  });
}

interface AmazonRunbook {
  readonly name: string;
  /** What it does with the executor's rights, where that is known. */
  readonly actions: readonly string[];
  /** Where what it does is not known, or is what its caller likes. */
  readonly way?: Way;
}

/**
 * Amazon-owned runbooks that may be started. What a pattern of the grants lets in is known only where it is the exact
 * name of one whose calls are known: AWS has hundreds of others, and adds some.
 */
function amazonRunbooks(hold: Hold, world: World): AmazonRunbook[] {
  // Amazon's have no account in their ARN.
  const questions = ['document/*', 'automation-definition/*:*']
    .map((type) => arnOf(world, 'ssm', type, ''))
    .filter((question) => hold.can(START, question));
  const patterns = (hold.mayDo(START)?.resources ?? []).filter(
    (pattern) =>
      AMAZONS.test(documentName(pattern) ?? '') ||
      questions.some((question) => mayConcern(pattern, question)),
  );
  const names = patterns.map((pattern) => documentName(pattern) ?? pattern);
  return [...new Set(names)].map((name) => {
    const known = Object.hasOwn(VETTED_RUNBOOKS, name) ? VETTED_RUNBOOKS[name] : undefined;
    if (known) return { name, actions: known.actions };
    const start = way(hold, `runbook[${name}]`, false, `starts ${name}`, `has SSM run it as ${EXECUTOR}`);
    return { name, actions: [], way: start };
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
function foreignDocuments(hold: Hold, own: Permissions, world: World): Way[] {
  const found = [STRANGER, world.principal].some((account) =>
    ['document/*', 'automation-definition/*:*'].some((type) =>
      mayCall(own, { action: START, resource: arnOf(world, 'ssm', type, account) }),
    ),
  );
  const steps = ['starts a document of another account', `has SSM run it as ${EXECUTOR}`];
  return found ? [way(hold, 'foreign-document', false, ...steps)] : [];
}
