import { APPROVAL_TAG } from '../../catalogue/names';
import { REFUSED_RUNBOOKS } from '../../refused-runbooks';
import type { KnownContext } from '../conditions';
import { mayCall, type Permissions } from '../may-ever';
import { RUNBOOK_ACTIONS } from './runbook-actions';
import {
  arnOf,
  beyond,
  can,
  EXECUTOR,
  mayDo,
  permissionsWithin,
  STRANGER,
  trustsAutomation,
  type Hold,
  type Holds,
  type World,
} from './world';

/** A way from Alphaus to administrator rights. */
export interface Way {
  /** What makes the way, as `self-approval[OctoApproved]`; no other way has it. */
  readonly id: string;
  /** Whether the customer's own approval lies on it. */
  readonly approval: boolean;
  /** What has to be so in the customer's account for the way to be there, which the roles cannot know. @default - nothing */
  readonly supposing?: string;
  /** Who does what, in order. */
  readonly steps: readonly string[];
}

/** What Alphaus can do, by its own sessions and by what it starts. */
export interface Ways {
  readonly ways: readonly Way[];
  /** Actions that the executor carries out without an approval, and the runbooks that do. */
  readonly executed: ReadonlyMap<string, readonly string[]>;
}

const START = 'ssm:StartAutomationExecution';
const EDITS = ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'];
/** Settings that do not touch who approves what. */
const HARMLESS_SETTINGS =
  /:servicesetting\/ssm\/(automation\/\*|change-management\/identity-provider|documents\/automation\/change-template\/reviewers)$/;

/** Spellings of the approval tag that conditions take for one key, though they are different texts. */
const SPELLINGS = [
  APPROVAL_TAG,
  APPROVAL_TAG.toLowerCase(),
  APPROVAL_TAG.toUpperCase(),
  // One letter in the other case each: no list of spellings has them all.
  ...Array.from(APPROVAL_TAG, (letter, index) => {
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    return APPROVAL_TAG.slice(0, index) + other + APPROVAL_TAG.slice(index + 1);
  }),
];

/** Every way that the grants make possible, found by asking for each step whether some session may succeed with it. */
export function waysOf(holds: Holds, world: World): Ways {
  const sessions = [...holds.values()].filter(({ session }) => session);
  const executor = holds.get(EXECUTOR);
  const starters = sessions.filter(
    (hold) =>
      executor &&
      trustsAutomation(executor.role, world) &&
      can(hold, 'iam:PassRole', executor.role.arn, { 'iam:PassedToService': 'ssm.amazonaws.com' }),
  );
  const amazons = starters.flatMap((hold) => amazonRunbooks(hold, world));
  const found = [
    ...(executor?.session ? [{ id: `assume[${EXECUTOR}]`, approval: false, steps: executor.session }] : []),
    ...sessions.flatMap((hold) => [...unlimited(hold), ...otherRoles(hold, world), ...stacks(hold)]),
    ...starters.flatMap((hold) => [...ownDocuments(hold, sessions, world), ...foreignDocuments(hold, world)]),
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

function way(hold: Hold, id: string, approval: boolean, ...steps: string[]): Way {
  const { name } = hold.role;
  return { id, approval, steps: [...(hold.session ?? []), ...steps.map((step) => `${name} ${step}`)] };
}

/** Anything can be written into the role, and no boundary holds it. */
function unlimited(hold: Hold): Way[] {
  // What anybody with administrator rights can do, and nobody else.
  const unheld = can(hold, 'iam:CreateUser', '*') && can(hold, 'iam:AttachUserPolicy', '*');
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
    const others = beyond(hold, action, meant);
    if (others.length === 0) return [];
    const where = `on ${others.join(', ')}, where a role of yours may be an administrator`;
    return [way(hold, `role[${name}: ${action}]`, false, `calls ${action} ${where}`)];
  });
}

/** Documents of the account whose text Alphaus has chosen, or the customer approved. */
function ownDocuments(starter: Hold, sessions: readonly Hold[], world: World): Way[] {
  const any = (test: (hold: Hold) => boolean): boolean => sessions.some(test);
  const document = arnOf(world, 'ssm', 'document/*');
  const own = withoutAmazons(permissionsWithin(starter));
  const starts = (tag: string | null): boolean =>
    [document, arnOf(world, 'ssm', 'automation-definition/*:*')].some((resource) =>
      mayCall(own, { action: START, resource, context: tagged(tag) }),
    );
  const writes = (hold: Hold): boolean =>
    ['ssm:CreateDocument', ...EDITS].some((action) => can(hold, action, document, tagged(null)));
  const ran = `has SSM run it as ${EXECUTOR}`;
  const requests = can(starter, 'ssm:StartChangeRequestExecution', document);
  const found: (Way | false)[] = [
    starts(null) &&
      any(writes) &&
      way(starter, 'unapproved-document', false, 'writes a document', 'starts it without an approval', ran),
    starts('true') &&
      any(writes) &&
      way(
        starter,
        'approved-document',
        true,
        'writes a document',
        'starts it once it is tagged as approved',
        ran,
      ),
    requests &&
      way(
        starter,
        'change-request',
        true,
        'requests a change',
        'waits for the approvals of its template',
        ran,
      ),
    requests &&
      any((hold) => can(hold, 'ssm:UpdateDocumentMetadata', document)) &&
      way(
        starter,
        'self-review',
        false,
        'writes a change template',
        'approves it',
        'requests a change by it',
        ran,
      ),
    requests &&
      any(switchesOff) &&
      way(
        starter,
        'switch-off-approval',
        false,
        'switches the approval of changes off',
        'requests a change',
        ran,
      ),
  ];
  const tricks = starts('true')
    ? [
        ...EDITS.filter((action) => any((hold) => can(hold, action, document, tagged('true')))).map(
          (action) =>
            way(
              starter,
              `edit-approved[${action}]`,
              false,
              `calls ${action} on an approved document`,
              'starts it',
              ran,
            ),
        ),
        ...selfApprovals(sessions, document).map(([id, step]) =>
          way(starter, id, false, 'writes a document', step, 'starts it', ran),
        ),
      ]
    : [];
  return [...found.filter((one) => one !== false), ...tricks];
}

function switchesOff(hold: Hold): boolean {
  const settings = mayDo(hold, 'ssm:UpdateServiceSetting')?.resources ?? [];
  return settings.some((pattern) => !HARMLESS_SETTINGS.test(pattern));
}

/** Ways to put the approval tag on a document, by spelling. */
function selfApprovals(sessions: readonly Hold[], document: string): [string, string][] {
  const tags = (action: string, keys: readonly string[], key: string): boolean =>
    sessions.some((hold) =>
      can(hold, action, document, {
        ...tagged(null),
        'aws:TagKeys': keys,
        [`aws:RequestTag/${key}`]: 'true',
      }),
    );
  return ['ssm:AddTagsToResource', 'ssm:CreateDocument'].flatMap((action) =>
    SPELLINGS.filter((key) =>
      // Alone, or hidden among others.
      [[key], [key, 'Team']].some((keys) => tags(action, keys, key)),
    ).map((key): [string, string] => [
      `self-approval[${action}, ${key}]`,
      `calls ${action} with the tag ${key}`,
    ]),
  );
}

interface AmazonRunbook {
  readonly name: string;
  /** What it does with the executor's rights, where that is known. */
  readonly actions: readonly string[];
  /** Where what it does is not known, or is what its caller likes. */
  readonly way?: Way;
}

/** Amazon-owned runbooks that may be started: SSM keeps their names from everybody else. */
const AMAZONS = /:(?:document|automation-definition)\/((?:AWS|Amazon|amzn)[^:]*)/;

function amazonRunbooks(hold: Hold, world: World): AmazonRunbook[] {
  const patterns = (mayDo(hold, START)?.resources ?? []).map((pattern) => AMAZONS.exec(pattern)?.[1] ?? '');
  const named = [...new Set(patterns.filter((name) => name !== ''))];
  const refused = Object.keys(REFUSED_RUNBOOKS).filter(
    (name) =>
      can(hold, START, arnOf(world, 'ssm', `document/${name}`, '')) ||
      can(hold, START, arnOf(world, 'ssm', `automation-definition/${name}:1`, '')),
  );
  return [...new Set([...named, ...refused])].map((name) => {
    const actions = RUNBOOK_ACTIONS[name];
    if (actions) return { name, actions };
    const start = way(hold, `runbook[${name}]`, false, `starts ${name}`, `has SSM run it as ${EXECUTOR}`);
    return { name, actions: [], way: start };
  });
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
  const name = AMAZONS.exec(pattern)?.[1] ?? '';
  return /^(AWS|Amazon|amzn)[A-Za-z]*-/.test(name);
}

/** Documents of other accounts, which run what their owner chooses. */
function foreignDocuments(hold: Hold, world: World): Way[] {
  const own = withoutAmazons(permissionsWithin(hold));
  const found = [STRANGER, world.principal].some((account) =>
    ['document/*', 'automation-definition/*:*'].some((type) =>
      mayCall(own, { action: START, resource: arnOf(world, 'ssm', type, account) }),
    ),
  );
  const steps = ['starts a document of another account', `has SSM run it as ${EXECUTOR}`];
  return found ? [way(hold, 'foreign-document', false, ...steps)] : [];
}

/** Documents of the customer's own that something else runs, with rights of its own. */
function customersDocuments(hold: Hold, world: World): Way[] {
  const document = arnOf(world, 'ssm', 'document/*');
  const edits = [...EDITS, 'ssm:DeleteDocument'].some((action) => can(hold, action, document, tagged(null)));
  const one = way(
    hold,
    'customers-document',
    false,
    'edits a document of yours',
    'waits until something of yours runs it',
  );
  const supposing =
    'something of yours runs, with a role of yours, an Automation document that is not tagged OctoApproved=true';
  return edits ? [{ ...one, supposing }] : [];
}

/** What is known of a document's tags. Both keys say the same. */
function tagged(value: string | null): KnownContext {
  return Object.fromEntries(
    ['aws:ResourceTag', 'ssm:resourceTag'].map((key) => [`${key}/${APPROVAL_TAG}`, value]),
  );
}

/** Stacks that may store a service role: all but the one that is named by its whole ARN. */
function stacks(hold: Hold): Way[] {
  const actions = [
    'cloudformation:UpdateStack',
    'cloudformation:CreateChangeSet',
    'cloudformation:RollbackStack',
  ];
  return actions
    .filter((action) => (mayDo(hold, action)?.resources ?? []).some((pattern) => /[*?]/.test(pattern)))
    .map((action) =>
      way(
        hold,
        `stack[${action}]`,
        false,
        `calls ${action} on a stack of yours, which may have a service role`,
      ),
    );
}
