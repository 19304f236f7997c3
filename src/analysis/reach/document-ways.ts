import { APPROVAL_TAG } from '../../names/policies';
import type { KnownContext } from '../conditions';
import { mayCall, type Permissions } from '../may-ever';
import { way, wayWhere, type Way } from './way';
import { arnOf, can, EXECUTOR, mayDo, trusts, type Hold, type World } from './world';

const START = 'ssm:StartAutomationExecution';
const REQUEST = 'ssm:StartChangeRequestExecution';
const EDITS = ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'];
const TEMPLATE = 'Automation.ChangeTemplate';
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

/** Values that a customer may give the tag while the text is read, or to keep a text of his own as it is. */
const OTHER_VALUES = ['review', 'frozen', 'True', ''];

/**
 * What is known of a document in one Region: the value of its approval tag, `null` where it has none. A document of the
 * same name in another Region is another document, with a text and tags of its own.
 */
type TagValue = string | null;

/** What a role that starts documents asks about. */
interface Starter {
  readonly hold: Hold;
  readonly sessions: readonly Hold[];
  readonly world: World;
  /** Without what is granted for Amazon's documents, whose names are reserved. */
  readonly own: Permissions;
  readonly executor: Hold;
}

/** Ways through documents of the account whose text Alphaus has chosen, or the customer approved. */
export function documentWays(starter: Starter): Way[] {
  return [
    ...startsOf(starter),
    ...requestsOf(starter),
    ...editsOfApproved(starter),
    ...selfApprovals(starter),
    ...swaps(starter),
    ...otherRegions(starter),
  ];
}

/** Documents of the customer's own that something else runs, with rights of its own. */
export function customersDocuments(hold: Hold, world: World): Way[] {
  const edits = [...EDITS, 'ssm:DeleteDocument'].some((action) =>
    can(hold, action, documentOf(world), tagged(null)),
  );
  if (!edits) return [];
  const supposing = `something of yours runs, with a role of yours, an Automation document that does not carry the tag ${APPROVAL_TAG}`;
  return [
    wayWhere(
      supposing,
      hold,
      'customers-document',
      'edits a document of yours',
      'waits until something of yours runs it',
    ),
  ];
}

function startsOf(starter: Starter): Way[] {
  const { hold } = starter;
  if (!writable(starter, null)) return [];
  return [
    ...(startable(starter, null)
      ? [way(hold, 'unapproved-document', false, 'writes a document', 'starts it without an approval', RAN)]
      : []),
    ...(startable(starter, 'true')
      ? [
          way(
            hold,
            'approved-document',
            onlyCustomersApprove(starter),
            'writes a document',
            'starts it once it is tagged as approved',
            RAN,
          ),
        ]
      : []),
  ];
}

/** Change requests, whose template says who approves. */
function requestsOf(starter: Starter): Way[] {
  const { hold, sessions, world } = starter;
  const any = (test: (session: Hold) => boolean): boolean => sessions.some(test);
  const requests = (tag: TagValue): boolean => can(hold, REQUEST, documentOf(world), tagged(tag));
  const writesTemplates = any((session) =>
    ['ssm:CreateDocument', ...EDITS].some((action) =>
      can(session, action, documentOf(world), { ...tagged(null), 'ssm:DocumentType': TEMPLATE }),
    ),
  );
  if (!requests(null) && !requests('true')) return [];
  const found: (Way | false)[] = [
    requests(null) &&
      writesTemplates &&
      wayWhere(
        'Change Manager of the account does not require that templates are reviewed and approved before use',
        hold,
        'own-template',
        'writes a change template that names its own approver',
        'requests a change by it',
        'approves the change',
        RAN,
      ),
    way(
      hold,
      'change-request',
      requests(null) || onlyCustomersApprove(starter),
      'requests a change by an approved template',
      'waits for the approvals of the template',
      RAN,
    ),
    writable(starter, null) &&
      wayWhere(
        `a change template that you approved names a runbook that does not carry the tag ${APPROVAL_TAG}, or lets the request choose any`,
        hold,
        'open-runbook',
        'edits the runbook that an approved change template names, or writes one where it may name any',
        'requests a change by the template, which approves automatically or as always',
        RAN,
      ),
    any((session) => can(session, 'ssm:UpdateDocumentMetadata', documentOf(world))) &&
      way(
        hold,
        'self-review',
        false,
        'writes a change template',
        'approves it',
        'requests a change by it',
        RAN,
      ),
    any(switchesOff) &&
      way(
        hold,
        'switch-off-approval',
        false,
        'switches the approval of changes off',
        'requests a change',
        RAN,
      ),
  ];
  return found.filter((one) => one !== false);
}

/** What runs is the text that was approved only while it cannot be changed. */
function editsOfApproved(starter: Starter): Way[] {
  if (!runnable(starter, 'true')) return [];
  const { hold, sessions, world } = starter;
  return [...EDITS, 'ssm:DeleteDocument', 'ssm:CreateDocument']
    .filter((action) => sessions.some((session) => can(session, action, documentOf(world), tagged('true'))))
    .map((action) =>
      way(
        hold,
        `edit-approved[${action}]`,
        false,
        `calls ${action} on an approved document`,
        'starts it',
        RAN,
      ),
    );
}

/** Ways to put the approval tag on a document, by spelling. */
function selfApprovals(starter: Starter): Way[] {
  if (!runnable(starter, 'true')) return [];
  return selfTags(starter).map(([action, key]) =>
    way(
      starter.hold,
      `self-approval[${action}, ${key}]`,
      false,
      'writes a document',
      `calls ${action} with the tag ${key}`,
      'starts it',
      RAN,
    ),
  );
}

/**
 * Whether an approval is of the text that was read: for that there must be a state in which a document can neither be
 * written nor be run, which it has while it is read.
 */
function swaps(starter: Starter): Way[] {
  if (!runnable(starter, 'true') || !writable(starter, null)) return [];
  const rests = (tag: string): boolean => !writable(starter, tag) && !runnable(starter, tag);
  if (OTHER_VALUES.every(rests)) return [];
  return [
    way(
      starter.hold,
      'swap-before-approval',
      false,
      'writes a document',
      'writes another text under its name after you read it and before you tag it',
      'starts it',
      RAN,
    ),
  ];
}

/**
 * An automation with `TargetLocations` runs the document of that name in other Regions and accounts, where it may be another
 * one. It does so with the role that is named for these.
 */
function otherRegions(starter: Starter): Way[] {
  const { hold, executor, world } = starter;
  const elsewhere = writable(starter, null);
  if (!runnable(starter, 'true') || !elsewhere || !can(executor, 'sts:AssumeRole', '*')) return [];
  const steps = [
    'writes a document of the name of an approved one in another Region, or in another account of yours that has these roles',
    'starts the approved one with that Region or account among its TargetLocations',
  ];
  const itself = trusts(executor.role, executor.role.arn, {
    'aws:PrincipalArn': executor.role.arn,
    'aws:PrincipalAccount': world.accountId,
  });
  if (itself) return [way(hold, 'other-region', false, ...steps, RAN)];
  return [
    wayWhere(
      `a role of yours, in that account or this one, trusts your whole account or ${EXECUTOR}, and SSM runs the text that is there`,
      hold,
      'other-region',
      ...steps,
      'has SSM run it as that role of yours',
    ),
  ];
}

const RAN = `has SSM run it as ${EXECUTOR}`;

function documentOf(world: World): string {
  return arnOf(world, 'ssm', 'document/*');
}

/** Whether some session can put a text of its own into a document whose tag has that value. */
function writable({ sessions, world }: Starter, tag: TagValue): boolean {
  // What is deleted is made again without the tag.
  const actions = tag === null ? ['ssm:CreateDocument', ...EDITS] : [...EDITS, 'ssm:DeleteDocument'];
  return sessions.some((session) =>
    actions.some((action) => can(session, action, documentOf(world), tagged(tag))),
  );
}

/** Whether a document whose tag has that value can be started without a change request. */
function startable({ own, world }: Starter, tag: TagValue): boolean {
  return [documentOf(world), arnOf(world, 'ssm', 'automation-definition/*:*')].some((resource) =>
    mayCall(own, { action: START, resource, context: tagged(tag) }),
  );
}

/** Whether its tag lets it be run. Where requests ask for no tag, it is not the tag that lets them through. */
function runnable(starter: Starter, tag: TagValue): boolean {
  const { hold, world } = starter;
  const requests = (value: TagValue): boolean => can(hold, REQUEST, documentOf(world), tagged(value));
  return startable(starter, tag) || (requests(tag) && !requests(null));
}

/** Whether the tag that releases a document can be put on it by nobody of Alphaus. */
function onlyCustomersApprove(starter: Starter): boolean {
  return selfTags(starter).length === 0;
}

function selfTags({ sessions, world }: Starter): [action: string, key: string][] {
  const tags = (action: string, keys: readonly string[], key: string): boolean =>
    sessions.some((session) =>
      can(session, action, documentOf(world), {
        ...tagged(null),
        'aws:TagKeys': keys,
        [`aws:RequestTag/${key}`]: 'true',
      }),
    );
  return ['ssm:AddTagsToResource', 'ssm:CreateDocument'].flatMap((action) =>
    SPELLINGS.filter((key) =>
      // Alone, or hidden among others.
      [[key], [key, 'Team']].some((keys) => tags(action, keys, key)),
    ).map((key): [string, string] => [action, key]),
  );
}

function switchesOff(hold: Hold): boolean {
  const settings = mayDo(hold, 'ssm:UpdateServiceSetting')?.resources ?? [];
  return settings.some((pattern) => !HARMLESS_SETTINGS.test(pattern));
}

/** What is known of a document's tags. Both keys say the same. */
function tagged(value: TagValue): KnownContext {
  return Object.fromEntries(
    ['aws:ResourceTag', 'ssm:resourceTag'].map((key) => [`${key}/${APPROVAL_TAG}`, value]),
  );
}
