import { APPROVAL_TAG } from '../../names/policies';
import type { ControlledRole } from './controlled-role';
import { documentsOf, EDITS, tagged, type Starter } from './starter';
import { path, pathWhere, type EscalationPath } from './escalation-path';
import { EXECUTOR, trustsSession, type AccountModel } from './account-model';

const TEMPLATE = 'Automation.ChangeTemplate';
/** Settings that have no effect on approvals. */
const HARMLESS_SETTINGS =
  /:servicesetting\/ssm\/(automation\/\*|change-management\/identity-provider|documents\/automation\/change-template\/reviewers)$/;

/** Tag values that customers may use to freeze a document, during a review or for good. */
const OTHER_VALUES = ['review', 'frozen', 'True', ''];

const RAN = `has SSM run it as ${EXECUTOR}`;

/** Escalation paths through documents of the account that Alphaus wrote or the customer approved. */
export function documentPaths(starter: Starter): EscalationPath[] {
  return [
    ...startsOf(starter),
    ...requestsOf(starter),
    ...editsOfApproved(starter),
    ...selfApprovals(starter),
    ...swaps(starter),
    ...otherRegions(starter),
  ];
}

/** Documents of the customer that something else in the account runs, with its own rights. */
export function customersDocuments(controlled: ControlledRole, model: AccountModel): EscalationPath[] {
  const edits = [...EDITS, 'ssm:DeleteDocument'].some((action) =>
    controlled.can(action, documentsOf(model), tagged(null)),
  );
  if (!edits) return [];
  const supposing = `something of yours runs, with a role of yours, an Automation document that does not carry the tag ${APPROVAL_TAG}`;
  const steps = ['edits a document of yours', 'waits until something of yours runs it'];
  return [pathWhere(supposing, controlled, 'customers-document', ...steps)];
}

function startsOf(starter: Starter): EscalationPath[] {
  if (!starter.writable(null)) return [];
  const started = (id: string, approval: boolean, start: string): EscalationPath =>
    path(starter.controlled, id, approval, 'writes a document', start, RAN);
  const paths: (EscalationPath | false)[] = [
    starter.startable(null) && started('unapproved-document', false, 'starts it without an approval'),
    starter.startable('true') &&
      started('approved-document', onlyCustomersTag(starter), 'starts it once it is tagged as approved'),
  ];
  return paths.filter((one) => one !== false);
}

/** Escalation paths through change requests. The change template names the approvers. */
function requestsOf(starter: Starter): EscalationPath[] {
  const { controlled, sessions } = starter;
  if (!starter.requestable(null) && !starter.requestable('true')) return [];
  const writesTemplates = starter.anybody(['ssm:CreateDocument', ...EDITS], null, {
    'ssm:DocumentType': TEMPLATE,
  });
  const paths: (EscalationPath | false)[] = [
    starter.requestable(null) &&
      writesTemplates &&
      pathWhere(
        'Change Manager of the account does not require that templates are reviewed and approved before use',
        controlled,
        'own-template',
        'writes a change template that names its own approver',
        'requests a change by it',
        'approves the change',
        RAN,
      ),
    path(
      controlled,
      'change-request',
      starter.requestable(null) || onlyCustomersTag(starter),
      'requests a change by an approved template',
      'waits for the approvals of the template',
      RAN,
    ),
    starter.writable(null) &&
      pathWhere(
        `a change template that you approved names a runbook that does not carry the tag ${APPROVAL_TAG}, or lets the request choose any`,
        controlled,
        'open-runbook',
        'edits the runbook that an approved change template names, or writes one where it may name any',
        'requests a change by the template, which approves automatically or as always',
        RAN,
      ),
    sessions.some((session) => session.can('ssm:UpdateDocumentMetadata', starter.documents)) &&
      path(
        controlled,
        'self-review',
        false,
        'writes a change template',
        'approves it',
        'requests a change by it',
        RAN,
      ),
    sessions.some(switchesOff) &&
      path(
        controlled,
        'switch-off-approval',
        false,
        'switches the approval of changes off',
        'requests a change',
        RAN,
      ),
  ];
  return paths.filter((one) => one !== false);
}

/** Escalation paths by changing a document after its approval. */
function editsOfApproved(starter: Starter): EscalationPath[] {
  if (!starter.runnable('true')) return [];
  return [...EDITS, 'ssm:DeleteDocument', 'ssm:CreateDocument']
    .filter((action) => starter.anybody([action], 'true'))
    .map((action) => {
      const steps = [`calls ${action} on an approved document`, 'starts it', RAN];
      return path(starter.controlled, `edit-approved[${action}]`, false, ...steps);
    });
}

/** Escalation paths by adding the approval tag to a document, one for each spelling of its key. */
function selfApprovals(starter: Starter): EscalationPath[] {
  if (!starter.runnable('true')) return [];
  return starter.selfTags.map(([action, key]) => {
    const steps = ['writes a document', `calls ${action} with the tag ${key}`, 'starts it', RAN];
    return path(starter.controlled, `self-approval[${action}, ${key}]`, false, ...steps);
  });
}

/**
 * Escalation paths by swapping a document between review and approval. A tag value that blocks both edits and runs
 * prevents that: the document can carry it during the review.
 */
function swaps(starter: Starter): EscalationPath[] {
  if (!starter.runnable('true') || !starter.writable(null)) return [];
  if (OTHER_VALUES.every((tag) => !starter.writable(tag) && !starter.runnable(tag))) return [];
  return [
    path(
      starter.controlled,
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
 * An automation with `TargetLocations` runs the document of the same name in other Regions and accounts, where its text
 * may be different. It runs there with the role that `TargetLocations` names.
 */
function otherRegions(starter: Starter): EscalationPath[] {
  const { controlled, executor, model } = starter;
  if (!starter.runnable('true') || !starter.writable(null) || !executor.can('sts:AssumeRole', '*')) return [];
  const steps = [
    'writes a document of the name of an approved one in another Region, or in another account of yours that has these roles',
    'starts the approved one with that Region or account among its TargetLocations',
  ];
  if (trustsSession(executor.role, executor.role, model))
    return [path(controlled, 'other-region', false, ...steps, RAN)];
  return [
    pathWhere(
      `a role of yours, in that account or this one, trusts your whole account or ${EXECUTOR}, and SSM runs the text that is there`,
      controlled,
      'other-region',
      ...steps,
      'has SSM run it as that role of yours',
    ),
  ];
}

/** Whether Alphaus cannot add the approval tag to a document. */
function onlyCustomersTag({ selfTags }: Starter): boolean {
  return selfTags.length === 0;
}

function switchesOff(controlled: ControlledRole): boolean {
  const settings = controlled.mayDo('ssm:UpdateServiceSetting')?.resources ?? [];
  return settings.some((pattern) => !HARMLESS_SETTINGS.test(pattern));
}
