/** A policy document as AWS holds it. */
export interface Document {
  readonly Version?: unknown;
  readonly Statement?: unknown;
}

/** A role as it is in an account. */
export interface ObservedRole {
  readonly name: string;
  /** Like `AROA…`: another role of the same name has another one. Undefined if it was not read. */
  readonly roleId?: string;
  /** `/` for ours. */
  readonly path: string;
  readonly trust: Document;
  /** In seconds; undefined if it was not read. */
  readonly maxSessionDuration?: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Inline policies, by name. */
  readonly inline: Readonly<Record<string, Document>>;
  /** ARNs of the attached managed policies. */
  readonly attached: readonly string[];
  /** ARN of its permissions boundary. */
  readonly boundary?: string;
}

/** Our roles in an account, and the account's own managed policies that they have, or that have the name of one of their inline policies. */
export interface ObservedAccount {
  /** 12 digits. */
  readonly id: string;
  /** `aws`, `aws-us-gov`, `aws-cn`. */
  readonly partition: string;
  /** Only those that exist. */
  readonly roles: readonly ObservedRole[];
  /** Documents in force, by ARN. */
  readonly policies: Readonly<Record<string, Document>>;
}

/** Types of documents that the approval tag decides about. */
export const DOCUMENT_TYPES = { changeTemplate: 'Automation.ChangeTemplate', runbook: 'Automation' } as const;

/** A type of documents. */
export type DocumentType = (typeof DOCUMENT_TYPES)[keyof typeof DOCUMENT_TYPES];

/** A document of an account, as far as its approval goes. */
export interface ObservedDocument {
  readonly region: string;
  readonly name: string;
  readonly type: DocumentType;
  /** Whether Change Manager says that it is approved. */
  readonly reviewed: boolean;
  readonly tags: Readonly<Record<string, string>>;
}
