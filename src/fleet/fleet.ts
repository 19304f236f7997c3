import type { Inputs } from '../inputs/inputs';
import type { S3Settings } from './backend-schema';

/**
 * How the listed accounts are deployed.
 *
 * - `stack-per-account`: one stack and one state per account.
 * - `provider-aliases`: one state, one provider alias and one module call per account (Terraform).
 * - `opentofu`: one state, `for_each` over providers (OpenTofu 1.11 or later).
 */
export const LAYOUTS = ['stack-per-account', 'provider-aliases', 'opentofu'] as const;

/** Name of a layout. */
export type Layout = (typeof LAYOUTS)[number];

/** Most accounts in one state with provider aliases: each alias is a provider process of about 90 MB. */
export const MAX_ALIASES = 25;

/** Where the states of a fleet are kept. Each stack has its own key or workspace. */
export type FleetBackend =
  | { readonly type: 'local' }
  | (S3Settings & {
      /** States are `<prefix>/<stack>.tfstate`. */
      readonly prefix: string;
    })
  | {
      readonly type: 'cloud';
      readonly organization: string;
      /** Host of Terraform Enterprise; undefined for HCP Terraform. */
      readonly hostname?: string;
      readonly project?: string;
    };

/** How Terraform reaches an account. */
export interface AccountAccess {
  /** Profile of the AWS CLI; undefined for the credentials at hand. */
  readonly profile?: string;
  /** ARN of the role to assume with them; undefined for none. */
  readonly roleArn?: string;
  /** What the role's trust policy asks for; not the external id of Octo. */
  readonly roleExternalId?: string;
  /** Name of the session of the role; undefined for Terraform's. */
  readonly sessionName?: string;
}

/** The settings of `AccountAccess` beside the role, by their names in the fleet file. */
export const ACCESS_KEYS = {
  profile: 'profile',
  roleExternalId: 'role_external_id',
  sessionName: 'session_name',
} as const satisfies Readonly<Record<Exclude<keyof AccountAccess, 'roleArn'>, string>>;

/** An account that is installed directly, with credentials that reach it. */
export interface FleetAccount extends AccountAccess {
  /** 12 digits. */
  readonly id: string;
  /** For people; the id if the file gives no name. */
  readonly name: string;
  /** Region whose endpoints are called. */
  readonly region: string;
  /** `removing`: the next deployment removes the roles; the provider stays until the entry is removed. */
  readonly state: 'active' | 'removing';
  readonly inputs: Inputs;
}

/** An account in which nothing is installed, and why. */
export interface ExcludedAccount {
  readonly id: string;
  readonly reason: string;
}

/** Accounts that a CloudFormation StackSet with service-managed permissions installs. */
export interface OrganizationTarget extends AccountAccess {
  /** `ou-…` or the root `r-…`. */
  readonly organizationalUnitIds: readonly string[];
  /** Accounts below these units that the StackSet leaves out: excluded ones, and those that are installed directly. */
  readonly excludedAccountIds: readonly string[];
  /** The one region of the stacks; IAM is global. */
  readonly region: string;
  /** Who owns the StackSet: the management account (`SELF`) or a delegated administrator. */
  readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
  /** Whether accounts that join the units later are installed too. */
  readonly autoDeployment: boolean;
  /** Whether stacks stay in accounts that leave the units. */
  readonly retainStacksOnAccountRemoval: boolean;
  /** Percentage of the accounts that may fail before the deployment stops, 0 to 100. */
  readonly failureTolerancePercentage: number;
  /** Percentage of the accounts that are deployed at a time, 1 to 100. */
  readonly maxConcurrentPercentage: number;
  readonly inputs: Inputs;
}

/** The fleet file, checked and with all defaults filled in. */
export interface Fleet {
  readonly layout: Layout;
  readonly backend: FleetBackend;
  /** 12 digits. */
  readonly managementAccountId?: string;
  readonly accounts: readonly FleetAccount[];
  readonly exclude: readonly ExcludedAccount[];
  readonly organization?: OrganizationTarget;
}

/** Name of the stack of an account, or of the organization's. */
export function stackName(accountId: string): string {
  return `octo-${accountId}`;
}

/** Names of the stacks of a fleet, the organization's last. */
export function stackNames({ layout, accounts, organization }: Fleet): string[] {
  const owners = layout === 'stack-per-account' ? accounts.map(({ id }) => id) : [];
  return [...owners, ...(organization ? ['organization'] : [])].map(stackName);
}
