import type { AccessLevel } from '../analysis/action-catalogue';
import type { InputName } from '../inputs/table';
import type { RoleName } from '../names/role-names';

/*
 * The permission report as data: what `permissions.json` holds and what the Markdown and the HTML are made
 * of. Values of one account stand in it as placeholders, `{accountId}`, so that it is the same everywhere.
 */

/** Version of the report's own format. A reader of one version reads every report of it. */
export const REPORT_FORMAT = 1;

/** Condition block of a statement, every value in a list: operator -> key -> values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** One action that a role may call by one statement. */
export interface Permission {
  /** `service:Action` in AWS's case, or `*` where a managed policy of AWS's or the customer's grants it. */
  readonly action: string;
  /** `All` for `*`. */
  readonly accessLevel: AccessLevel | 'All';
  readonly resources: readonly string[];
  readonly conditions: ConditionBlock;
  readonly reason: string;
  readonly capability: string;
  /** False where an input turns it off. */
  readonly required: boolean;
  /** The statement that grants it. */
  readonly sid: string;
}

/** A statement that grants, as the role's policies have it. */
export interface Grant {
  readonly sid: string;
  readonly capability: string;
  readonly reason: string;
  /** AWS's page that it is written after. */
  readonly source: string | null;
  /** Patterns, as in the document. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: ConditionBlock;
  readonly required: boolean;
  /** How many actions of each level it stands for; those that are denied are not among them. */
  readonly levels: LevelCounts;
}

/** A statement of a trust policy. */
export interface TrustStatement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly conditions: ConditionBlock;
}

/** Somebody who may assume a role. */
export interface AssumedBy {
  readonly who: string;
  readonly how: string;
}

/** A statement that denies. */
export interface Denial {
  readonly sid: string;
  /** Documents of the role that hold it, by name. */
  readonly documents: readonly string[];
  /** Patterns, as the widest of the documents has them; empty where `notActions` are given. */
  readonly actions: readonly string[];
  /** It denies every action but these. */
  readonly notActions: readonly string[];
  /** Empty where `notResources` are given. */
  readonly resources: readonly string[];
  /** It denies on everything but these. */
  readonly notResources: readonly string[];
  readonly conditions: ConditionBlock;
  readonly reason: string;
}

/** Something that a role can never do. */
export interface Never {
  readonly what: string;
  /** Patterns of the actions, where it is about some by name. */
  readonly actions: readonly string[];
  readonly stoppedBy: string;
}

/** An action that a role might get beyond what it has, and the limits that stay. */
export interface Headroom {
  readonly action: string;
  readonly accessLevel: AccessLevel;
  readonly resources: readonly string[];
  /** `Operator key = values`, as the boundary states them. */
  readonly conditions: readonly string[];
}

/** How many actions of each access level. */
export type LevelCounts = Readonly<Record<AccessLevel, number>>;

/** What a role can do at most, whatever Alphaus writes into it. */
export interface Ceiling {
  /** ARN of the boundary. */
  readonly boundary: string;
  readonly levels: LevelCounts;
  /** Actions that the role has not, and that an inline policy of Alphaus could add. */
  readonly beyond: readonly Headroom[];
}

/** Size of a document in characters, white space not counted, against IAM's limit. */
export interface Size {
  readonly document: string;
  readonly kind: 'trust policy' | 'managed policy' | 'inline policies' | 'boundary';
  readonly characters: number;
  readonly limit: number;
}

/** One role, whole. */
export interface RoleReport {
  readonly name: RoleName;
  readonly purpose: string;
  readonly assumedBy: readonly AssumedBy[];
  readonly trust: readonly TrustStatement[];
  readonly session: { readonly seconds: number; readonly input: InputName | null };
  /** Attached managed policies whose documents are AWS's or the customer's. */
  readonly managedPolicies: readonly string[];
  /** ARN of the permissions boundary. */
  readonly boundary: string | null;
  /** How many actions of each level it may call. */
  readonly levels: LevelCounts;
  readonly grants: readonly Grant[];
  /** The grants, action by action. */
  readonly permissions: readonly Permission[];
  readonly denials: readonly Denial[];
  /** Null where Alphaus can write no policy into the role: then it has what it has. */
  readonly ceiling: Ceiling | null;
  readonly never: readonly Never[];
  readonly accepted: readonly string[];
  readonly sizes: readonly Size[];
}

/** A way from Alphaus to administrator rights. */
export interface AdministratorWay {
  readonly id: string;
  /** Whether the customer's own approval lies on it. */
  readonly approval: boolean;
  /** What has to be so in the customer's account for the way to be there; null: nothing. */
  readonly supposing: string | null;
  /** Who does what, in order. */
  readonly steps: readonly string[];
}

/** A change that Alphaus can make by itself. */
export interface FreeChange {
  readonly action: string;
  readonly accessLevel: AccessLevel;
  readonly roles: readonly RoleName[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** Amazon's runbooks that do it for Alphaus, on any resource and whatever the conditions. */
  readonly runbooks: readonly string[];
}

/** How far Alphaus can get: the closure of everything that the roles make possible, the worst written wherever it can write. */
export interface ReachReport {
  /** Roles of which it can have sessions, how, and how it can write policies into them. */
  readonly sessions: readonly {
    readonly role: RoleName;
    readonly steps: readonly string[];
    readonly written: readonly string[] | null;
  }[];
  readonly administrator: readonly AdministratorWay[];
  readonly withoutApproval: LevelCounts;
  readonly onlyWithApproval: LevelCounts;
  readonly never: LevelCounts;
  /** What of `withoutApproval` is more than reading. */
  readonly changes: readonly FreeChange[];
}

/** What a right is limited to. */
export interface Limits {
  readonly resources: readonly string[];
  /** Everything but these; of a Deny. */
  readonly notResources?: readonly string[] | undefined;
  readonly conditions: ConditionBlock;
}

/**
 * What became of a right. `changed`: neither covers the other, so it must be read as both, narrowed here and
 * widened there.
 */
export type ChangeKind = 'added' | 'removed' | 'widened' | 'narrowed' | 'changed';

/** A role that comes or goes, and how much it may do. */
export interface RoleComesOrGoes {
  readonly of: 'role';
  readonly kind: 'added' | 'removed';
  readonly levels: Partial<LevelCounts>;
  readonly managedPolicies: readonly string[];
  /** How many actions an inline policy of Alphaus could add. */
  readonly addable: number;
  readonly reason: string;
}

/** Where a right or a Deny came and went, and the statement's reason. */
interface Moved {
  /** Where it is so and was not. */
  readonly now: readonly Limits[];
  /** Where it was so and is not. */
  readonly before: readonly Limits[];
  readonly reason: string;
}

/** Actions that may be called now or elsewhere, or no longer. */
export interface ActionsChange extends Moved {
  readonly of: 'actions';
  readonly kind: ChangeKind;
  readonly actions: readonly string[];
}

/** Actions that a Deny stops now or elsewhere, or no longer. */
export interface DenialChange extends Moved {
  readonly of: 'denial';
  readonly kind: 'widened' | 'narrowed' | 'changed';
  /** Patterns; empty where `notActions` are given. */
  readonly actions: readonly string[];
  /** Every action but these. */
  readonly notActions: readonly string[];
}

/** A statement of the trust policy. */
export interface TrustChange {
  readonly of: 'trust';
  readonly kind: ChangeKind;
  readonly sid: string;
  readonly now: TrustStatement | null;
  readonly before: TrustStatement | null;
}

/** The most that a role can ever do, whatever Alphaus writes into it. */
export interface CeilingChange {
  readonly of: 'ceiling';
  readonly kind: 'widened' | 'narrowed';
  readonly actions: readonly string[];
}

/** Attached policies whose documents are AWS's or the customer's: those that come, those that go. */
export interface ManagedPoliciesChange {
  readonly of: 'managed policies';
  readonly kind: 'added' | 'removed' | 'changed';
  readonly now: readonly string[];
  readonly before: readonly string[];
}

/** The longest session, in seconds. */
export interface SessionChange {
  readonly of: 'session';
  readonly kind: 'widened' | 'narrowed';
  readonly now: number;
  readonly before: number;
}

/** ARN of the permissions boundary. */
export interface BoundaryChange {
  readonly of: 'boundary';
  readonly kind: 'widened' | 'narrowed' | 'changed';
  readonly now: string | null;
  readonly before: string | null;
}

/** One change of a role's rights. */
export type RightsChange =
  | RoleComesOrGoes
  | ActionsChange
  | DenialChange
  | TrustChange
  | CeilingChange
  | ManagedPoliciesChange
  | SessionChange
  | BoundaryChange;

/** The changes of one role. */
export interface RoleChange {
  /** A role of an older release may no longer exist. */
  readonly role: string;
  readonly changes: readonly RightsChange[];
}

/** What the comparison reads of a role: as much as a report of any release has. */
export interface ComparableRole {
  readonly name: string;
  readonly purpose: string;
  readonly trust: readonly TrustStatement[];
  /** Undefined where the report does not say. */
  readonly session?: { readonly seconds: number } | undefined;
  readonly managedPolicies: readonly string[];
  readonly boundary: string | null;
  readonly levels: Partial<LevelCounts>;
  readonly permissions: readonly (Limits & Pick<Permission, 'action' | 'reason'>)[];
  readonly denials: readonly (Limits & Pick<Denial, 'actions' | 'notActions' | 'reason'>)[];
  readonly ceiling: { readonly beyond: readonly Pick<Headroom, 'action'>[] } | null;
}

/** A setting of an input other than the default, and what it does to the rights. */
export interface SettingReport {
  readonly input: InputName;
  readonly setting: unknown;
  readonly description: string;
  /** Empty where rights stay as they are. */
  readonly roles: readonly RoleChange[];
  /** Ways to administrator rights that it opens and closes. */
  readonly administrator: {
    readonly adds: readonly AdministratorWay[];
    readonly takes: readonly AdministratorWay[];
  };
}

/** What installs the roles: the Terraform module and the constructs, or the CloudFormation template. */
export type Form = 'terraform' | 'cloudformation';

/** What another way to install the roles does to the rights, compared with the Terraform module. */
export interface FormReport {
  readonly form: Form;
  readonly description: string;
  readonly roles: readonly RoleChange[];
  readonly administrator: SettingReport['administrator'];
}

/** The whole report. */
export interface PermissionReport {
  readonly $schema: string;
  readonly format: typeof REPORT_FORMAT;
  /** Release of this project that the report is of. */
  readonly release: string;
  /** AWS's actions, as the report knows them. */
  readonly actions: {
    readonly source: string;
    readonly version: string;
    readonly count: number;
    readonly services: number;
    readonly levels: LevelCounts;
  };
  /** What stands for values of one account. */
  readonly placeholders: Readonly<Record<string, string>>;
  readonly roles: readonly RoleReport[];
  readonly reach: ReachReport;
  readonly settings: readonly SettingReport[];
  readonly forms: readonly FormReport[];
}
