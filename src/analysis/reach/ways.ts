import { APPROVAL_TAG } from '../../catalogue/names';
import type { RoleName } from '../../inputs';
import type { InstalledRole } from '../../policy/installed';
import { REFUSED_RUNBOOKS } from '../../refused-runbooks';
import type { KnownContext } from '../conditions';

import { arnOf, can, STRANGER, trusts, type Hold, type Holds, type World } from './world';

/** A way from Alphaus to administrator rights. */
export interface Way {
  /** What makes the way, as `self-approval[OctoApproved]`. */
  readonly id: string;
  /** Whether the customer's own approval lies on it. */
  readonly approval: boolean;
  /** Who does what, in order. */
  readonly steps: readonly string[];
}

const EXECUTOR: RoleName = 'OctoChangeExecutorRole';
const DOCUMENT = 'document/of-alphaus';

/** Spellings of the approval tag that conditions take for one key, though they are different texts. */
const SPELLINGS = [APPROVAL_TAG, APPROVAL_TAG.toLowerCase(), APPROVAL_TAG.toUpperCase()];

const START = 'ssm:StartAutomationExecution';
const EDITS = ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'];

/** Every way that the grants make possible, found by asking for each step whether it may succeed. */
export function waysOf(holds: Holds, world: World): Way[] {
  const sessions = [...holds.values()].filter(({ session }) => session);
  return [...sessions.flatMap((hold) => waysFrom(hold, holds, world)), ...assumedExecutor(holds)].sort(
    (left, right) => (left.id < right.id ? -1 : 1),
  );
}

function waysFrom(hold: Hold, holds: Holds, world: World): Way[] {
  const who = hold.role.name;
  const begin = hold.session ?? [];
  const way = (id: string, approval: boolean, ...steps: string[]): Way => ({
    id,
    approval,
    steps: [...begin, ...steps.map((step) => `${who} ${step}`)],
  });
  return [
    ...unlimited(hold, way),
    ...otherRoles(hold, world, way),
    ...(runsAsExecutor(hold, holds, world) ? runs(hold, world, way) : []),
    ...stacks(hold, world, way),
  ];
}

type MakeWay = (id: string, approval: boolean, ...steps: string[]) => Way;

/** Anything can be written into the role, and no boundary holds it. */
function unlimited(hold: Hold, way: MakeWay): Way[] {
  // What anybody with administrator rights can do, and nobody else.
  const unheld = can(hold, 'iam:CreateUser', '*') && can(hold, 'iam:AttachUserPolicy', '*');
  return unheld ? [way(`administrator[${hold.role.name}]`, false, 'has administrator rights')] : [];
}

/** The executor's trust lets Alphaus in, whatever way leads there. */
function assumedExecutor(holds: Holds): Way[] {
  const executor = holds.get(EXECUTOR);
  return executor?.session ? [{ id: `assume[${EXECUTOR}]`, approval: false, steps: executor.session }] : [];
}

/** A role of the customer's own that may do everything and trusts the account and its services. */
function otherRoles(hold: Hold, world: World, way: MakeWay): Way[] {
  const other = arnOf(world, 'iam', 'role/CustomersAdministrator');
  const assumes = can(hold, 'sts:AssumeRole', other);
  const passes = can(hold, 'iam:PassRole', other);
  const writes = ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'].filter(
    (action) => can(hold, action, other, { 'iam:PermissionsBoundary': null }),
  );
  return [
    ...(assumes ? [way('assume[any role]', false, 'assumes a role of yours that is an administrator')] : []),
    ...(passes ? [way('pass[any role]', false, 'passes a role of yours that is an administrator')] : []),
    ...writes.map((action) => way(`write[${action}, any role]`, false, `calls ${action} on a role of yours`)),
  ];
}

/** Whether SSM would run a document as the executor for a session that starts it. */
function runsAsExecutor(hold: Hold, holds: Holds, world: World): boolean {
  const executor = holds.get(EXECUTOR)?.role;
  return executor !== undefined && passesToSsm(hold, executor) && trustsAutomation(executor, world);
}

function passesToSsm(hold: Hold, executor: InstalledRole): boolean {
  return can(hold, 'iam:PassRole', executor.arn, { 'iam:PassedToService': 'ssm.amazonaws.com' });
}

function trustsAutomation(executor: InstalledRole, world: World): boolean {
  return trusts(executor, 'ssm.amazonaws.com', {
    'aws:SourceAccount': world.accountId,
    'aws:SourceArn': `arn:${world.partition}:ssm:us-east-1:${world.accountId}:automation-execution/1`,
  });
}

/** Documents that Alphaus may start and whose text it has chosen, or the customer approved. */
function runs(hold: Hold, world: World, way: MakeWay): Way[] {
  const document = arnOf(world, 'ssm', DOCUMENT);
  const starts = (tag: string | null): boolean =>
    [document, arnOf(world, 'ssm', 'automation-definition/of-alphaus:1')].some((arn) =>
      can(hold, START, arn, tagged(tag)),
    );
  const makes = ['ssm:CreateDocument', ...EDITS].some((action) => can(hold, action, document, tagged(null)));
  const edits = EDITS.filter((action) => can(hold, action, document, tagged('true')));
  const requests = can(hold, 'ssm:StartChangeRequestExecution', document);
  const ran = `has SSM run it as ${EXECUTOR}`;
  return [
    ...(makes && starts(null)
      ? [way('unapproved-document', false, 'writes a document', 'starts it without an approval', ran)]
      : []),
    ...(makes && starts('true')
      ? [way('approved-document', true, 'writes a document', 'starts it once it is tagged as approved', ran)]
      : []),
    ...(starts('true') ? edits : []).map((action) =>
      way(`edit-approved[${action}]`, false, `calls ${action} on an approved document`, 'starts it', ran),
    ),
    ...(makes && starts('true') ? selfApprovals(hold, document) : []).map(([id, step]) =>
      way(id, false, 'writes a document', step, 'starts it', ran),
    ),
    ...(requests
      ? [way('change-request', true, 'requests a change', 'waits for the approvals of its template', ran)]
      : []),
    ...(requests && can(hold, 'ssm:UpdateDocumentMetadata', document)
      ? [way('self-review', false, 'writes a change template', 'approves it', 'requests a change by it', ran)]
      : []),
    ...(requests && can(hold, 'ssm:UpdateServiceSetting', arnOf(world, 'ssm', 'servicesetting/ssm/any-other'))
      ? [way('switch-off-approval', false, 'switches the approval of changes off', 'requests a change', ran)]
      : []),
    ...elsewhere(hold, world).map(([id, step]) => way(id, false, step, ran)),
  ];
}

/** Ways to put the approval tag on a document, by spelling. */
function selfApprovals(hold: Hold, document: string): [string, string][] {
  return ['ssm:AddTagsToResource', 'ssm:CreateDocument'].flatMap((action) =>
    SPELLINGS.filter((key) =>
      // Alone, or hidden among others.
      [[key], [key, 'Team']].some((keys) =>
        can(hold, action, document, {
          ...tagged(null),
          'aws:TagKeys': keys,
          [`aws:RequestTag/${key}`]: 'true',
        }),
      ),
    ).map((key): [string, string] => [
      `self-approval[${action}, ${key}]`,
      `calls ${action} with the tag ${key}`,
    ]),
  );
}

/** Documents that are not of this account, and run what their caller or their owner chooses. */
function elsewhere(hold: Hold, world: World): [string, string][] {
  const starts = (name: string, account: string): boolean =>
    can(hold, START, arnOf(world, 'ssm', `document/${name}`, account)) ||
    can(hold, START, arnOf(world, 'ssm', `automation-definition/${name}:1`, account));
  const refused = Object.keys(REFUSED_RUNBOOKS).filter((name) => starts(name, ''));
  return [
    ...refused.map((name): [string, string] => [`runbook[${name}]`, `starts ${name}`]),
    ...(starts('of-alphaus', STRANGER)
      ? [['foreign-document', 'starts a document of another account'] as [string, string]]
      : []),
  ];
}

/** What is known of a document's tags. Both keys say the same. */
function tagged(value: string | null): KnownContext {
  return Object.fromEntries(
    ['aws:ResourceTag', 'ssm:resourceTag'].map((key) => [`${key}/${APPROVAL_TAG}`, value]),
  );
}

/** Stacks that store a service role, or take one. */
function stacks(hold: Hold, world: World, way: MakeWay): Way[] {
  const other = arnOf(world, 'cloudformation', 'stack/customers-own/1');
  const actions = ['cloudformation:UpdateStack', 'cloudformation:CreateChangeSet'];
  return actions
    .filter((action) => can(hold, action, other))
    .map((action) =>
      way(`stack[${action}, any stack]`, false, `calls ${action} on a stack with a service role`),
    );
}
