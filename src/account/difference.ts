import type { RoleName } from '../names/role-names';
import { printable } from '../text/printable';

/** Kinds of differences, each with what it means. The keys are part of the reports, and rules of SARIF. */
export const KINDS = {
  role_missing: 'A role is not there.',
  role_left: 'A role is there that should not be installed, or no longer.',
  path: 'A role has another path, so Octo does not find it.',
  trust: 'Others may assume a role, or under other conditions, than its trust policy should say.',
  session: 'Sessions of a role may last longer or shorter.',
  tags: 'A role lacks a tag, or has another value for it.',
  boundary_missing: 'A role has no permissions boundary.',
  boundary_other: 'A role has another permissions boundary.',
  boundary_document: 'The permissions boundary of a role has another content.',
  policy_missing: 'A policy is not attached to a role, or not in it.',
  policy_document: 'A policy of a role has another content.',
  foreign_attached: 'Somebody attached a policy to a role that is not part of it.',
  foreign_inline: 'Somebody wrote a policy into a role that is not part of it.',
  update_beyond:
    'Alphaus wrote more into a role than its permissions boundary allows. AWS does not let it have effect.',
  approval_missing:
    'Change Manager approved a change template, but the tag that lets Octo request a change by it is not there.',
  approval_value: 'The approval tag of a document has a value that only freezes it, and does not say so.',
} as const;

/** A kind of difference. */
export type Kind = keyof typeof KINDS;

/** What a deployment does about a difference, after the name of the role; undefined if it leaves it. */
const CHANGES: Readonly<Record<Kind, ((about: Details) => string) | undefined>> = {
  role_missing: () => 'is created',
  role_left: () => 'is deleted',
  path: () => 'is created again, at the path /',
  trust: () => 'gets another trust policy',
  session: ({ expected }) => `gets sessions of at most ${expected} seconds`,
  tags: ({ subject, expected }) => `gets the tag ${subject} with the value "${expected}"`,
  boundary_missing: ({ expected }) => `gets the permissions boundary ${expected}`,
  boundary_other: ({ expected }) =>
    expected === ''
      ? 'loses its permissions boundary'
      : `gets the permissions boundary ${expected} in place of another`,
  boundary_document: ({ subject }) => `gets another content in its permissions boundary, ${subject}`,
  policy_missing: ({ subject }) => `gets the policy ${subject}`,
  policy_document: ({ subject }) => `gets another content in the policy ${subject}`,
  foreign_attached: ({ subject }) => `loses the policy ${subject}`,
  foreign_inline: ({ subject }) => `loses the inline policy ${subject}`,
  // Inline policies are Alphaus's while self-update is on, and AWS lets this one have no effect beyond the boundary.
  update_beyond: undefined,
  // Approvals are the customer's.
  approval_missing: undefined,
  approval_value: undefined,
};

type Details = Required<Pick<Difference, 'subject' | 'expected'>>;

/** Something that is not as it should be. */
export interface Difference {
  readonly role: RoleName;
  readonly kind: Kind;
  /** One sentence, without the role's name: what was expected, and what was found. */
  readonly message: string;
  /** Name of the policy, key of the tag, or Region and name of the document that it is about. */
  readonly subject?: string;
  /** The longest session, the value of the tag or the permissions boundary that it should have. */
  readonly expected?: string;
  /** What the role may do, or what is denied to it, beyond what is expected: like `Allow ec2:StopInstances on …`. */
  readonly more?: readonly string[];
  /** What it lacks. */
  readonly fewer?: readonly string[];
}

/** A difference, and what a deployment does about it. */
export interface ToldDifference extends Difference {
  /** One sentence, without the role's name. @default - a deployment leaves it as it is */
  readonly change?: string;
}

/** Says of a difference what a deployment does about it. */
export function withChange(difference: Difference): ToldDifference {
  const { kind, subject = '', expected = '' } = difference;
  const change = CHANGES[kind]?.({ subject, expected });
  return { ...difference, ...(change !== undefined && { change: printable(change) }) };
}

/** A policy that Alphaus wrote into a role under its right to update itself, within the permissions boundary. */
export interface SelfUpdate {
  readonly role: RoleName;
  /** Name of the inline policy. */
  readonly policy: string;
  /** What it allows or denies: like `Allow ec2:DescribeInstances`. */
  readonly grants: readonly string[];
}

/** How an account compares. */
export interface Comparison {
  readonly differences: readonly Difference[];
  readonly selfUpdates: readonly SelfUpdate[];
}
