import { APPROVAL_TAG } from '../../names/policies';
import type { KnownContext } from '../conditions';
import { mayCall, type Permissions } from '../may-ever';
import type { ControlledRole } from './controlled-role';
import { arnOf, type AccountModel } from './account-model';

/** Calls that change the text of a document. */
export const EDITS: readonly string[] = ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'];

/** Starts a document without a change request. */
export const START = 'ssm:StartAutomationExecution';

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

/**
 * What is known of a document in one Region: the value of its approval tag, `null` where it has none. A document of the
 * same name in another Region is another document, with a text and tags of its own.
 */
export type TagValue = string | null;

/** A role that has SSM run documents, and what it and the other sessions may do with those of the account. */
export class Starter {
  /** Documents of the account. */
  readonly documents: string;
  /** How sessions can put the approval tag on a document: by which action, in which spelling. */
  readonly selfTags: readonly (readonly [action: string, key: string])[];

  constructor(
    readonly controlled: ControlledRole,
    readonly sessions: readonly ControlledRole[],
    readonly executor: ControlledRole,
    readonly model: AccountModel,
    /** Without what is granted for Amazon's documents, whose names are reserved. */
    private readonly own: Permissions,
  ) {
    this.documents = documentsOf(model);
    this.selfTags = ['ssm:AddTagsToResource', 'ssm:CreateDocument'].flatMap((action) =>
      SPELLINGS.filter((key) => this.tags(action, key)).map((key) => [action, key] as const),
    );
  }

  /** Whether some session may do one of the actions to a document whose tag has that value. */
  anybody(actions: readonly string[], tag: TagValue, context: KnownContext = {}): boolean {
    return this.sessions.some((session) =>
      actions.some((action) => session.can(action, this.documents, { ...tagged(tag), ...context })),
    );
  }

  /** Whether some session can put a text of its own into a document whose tag has that value. */
  writable(tag: TagValue): boolean {
    // What is deleted is made again without the tag.
    return this.anybody([...EDITS, tag === null ? 'ssm:CreateDocument' : 'ssm:DeleteDocument'], tag);
  }

  /** Whether a document whose tag has that value can be started without a change request. */
  startable(tag: TagValue): boolean {
    return [this.documents, arnOf(this.model, 'ssm', 'automation-definition/*:*')].some((resource) =>
      mayCall(this.own, { action: START, resource, context: tagged(tag) }),
    );
  }

  /** Whether a change by such a document, or by such a template, can be requested. */
  requestable(tag: TagValue): boolean {
    return this.controlled.can('ssm:StartChangeRequestExecution', this.documents, tagged(tag));
  }

  /** Whether its tag lets it be run. Where requests ask for no tag, it is not the tag that lets them through. */
  runnable(tag: TagValue): boolean {
    return this.startable(tag) || (this.requestable(tag) && !this.requestable(null));
  }

  private tags(action: string, key: string): boolean {
    // Alone, or hidden among others.
    return [[key], [key, 'Team']].some((keys) =>
      this.anybody([action], null, { 'aws:TagKeys': keys, [`aws:RequestTag/${key}`]: 'true' }),
    );
  }
}

/** A question about any document of the account. */
export function documentsOf(model: AccountModel): string {
  return arnOf(model, 'ssm', 'document/*');
}

/** What is known of a document's tags. Both keys say the same. */
export function tagged(value: TagValue): KnownContext {
  return { [`aws:ResourceTag/${APPROVAL_TAG}`]: value, [`ssm:resourceTag/${APPROVAL_TAG}`]: value };
}
