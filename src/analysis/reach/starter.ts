import { APPROVAL_TAG } from '../../names/policies';
import type { KnownContext } from '../conditions';
import { mayCall, type Permissions } from '../may-ever';
import type { ControlledRole } from './controlled-role';
import { arnOf, type AccountModel } from './account-model';

/** Calls that change the text of a document. */
export const EDITS: readonly string[] = ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'];

/** Starts a document without a change request. */
export const START = 'ssm:StartAutomationExecution';

/** Spellings of the approval tag: conditions ignore the case of a tag key, but SSM stores them as different tags. */
const SPELLINGS = [
  APPROVAL_TAG,
  APPROVAL_TAG.toLowerCase(),
  APPROVAL_TAG.toUpperCase(),
  // Each with one letter in the other case, to catch a policy that lists only some spellings.
  ...Array.from(APPROVAL_TAG, (letter, index) => {
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    return APPROVAL_TAG.slice(0, index) + other + APPROVAL_TAG.slice(index + 1);
  }),
];

/**
 * The value of a document's approval tag in one Region, `null` if it has none. A document of the same name in another
 * Region is a different document with its own text and tags.
 */
export type TagValue = string | null;

/** A role that can start documents, and what it and the other sessions may do with the account's documents. */
export class Starter {
  /** Documents of the account. */
  readonly documents: string;
  /** How sessions can add the approval tag to a document: by which action, in which spelling. */
  readonly selfTags: readonly (readonly [action: string, key: string])[];

  constructor(
    readonly controlled: ControlledRole,
    readonly sessions: readonly ControlledRole[],
    readonly executor: ControlledRole,
    readonly model: AccountModel,
    /** Permissions without the grants on Amazon's documents. */
    private readonly own: Permissions,
  ) {
    this.documents = documentsOf(model);
    this.selfTags = ['ssm:AddTagsToResource', 'ssm:CreateDocument'].flatMap((action) =>
      SPELLINGS.filter((key) => this.tags(action, key)).map((key) => [action, key] as const),
    );
  }

  /** Whether any session may call one of the actions on a document with that tag value. */
  anybody(actions: readonly string[], tag: TagValue, context: KnownContext = {}): boolean {
    return this.sessions.some((session) =>
      actions.some((action) => session.can(action, this.documents, { ...tagged(tag), ...context })),
    );
  }

  /** Whether any session can write its own text into a document with that tag value. */
  writable(tag: TagValue): boolean {
    // A deleted document can be created again without the tag.
    return this.anybody([...EDITS, tag === null ? 'ssm:CreateDocument' : 'ssm:DeleteDocument'], tag);
  }

  /** Whether a document with that tag value can be started without a change request. */
  startable(tag: TagValue): boolean {
    return [this.documents, arnOf(this.model, 'ssm', 'automation-definition/*:*')].some((resource) =>
      mayCall(this.own, { action: START, resource, context: tagged(tag) }),
    );
  }

  /** Whether a change can be requested with a runbook or template that has that tag value. */
  requestable(tag: TagValue): boolean {
    return this.controlled.can('ssm:StartChangeRequestExecution', this.documents, tagged(tag));
  }

  /** Whether that tag value lets a document run. If requests work without the tag, it makes no difference to them. */
  runnable(tag: TagValue): boolean {
    return this.startable(tag) || (this.requestable(tag) && !this.requestable(null));
  }

  private tags(action: string, key: string): boolean {
    // The key alone, and the key beside another.
    return [[key], [key, 'Team']].some((keys) =>
      this.anybody([action], null, { 'aws:TagKeys': keys, [`aws:RequestTag/${key}`]: 'true' }),
    );
  }
}

/** ARN of any document of the account. */
export function documentsOf(model: AccountModel): string {
  return arnOf(model, 'ssm', 'document/*');
}

/** Context of a document with that tag value. Both keys hold the same value. */
export function tagged(value: TagValue): KnownContext {
  return { [`aws:ResourceTag/${APPROVAL_TAG}`]: value, [`ssm:resourceTag/${APPROVAL_TAG}`]: value };
}
