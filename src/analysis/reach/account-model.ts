import type { RoleName } from '../../names/role-names';
import { SSM_SERVICE } from '../../names/ssm-service';
import type { InstalledRole } from '../../policy/installed';
import type { KnownContext } from '../conditions';
import { decide } from '../evaluate';
import { statementsOf } from '../statements';

/** Where the roles are installed, and what Alphaus knows. */
export interface AccountModel {
  readonly partition: string;
  readonly accountId: string;
  /** Alphaus's account. */
  readonly principal: string;
  readonly externalId: string;
  readonly roles: readonly InstalledRole[];
}

/** An account that is neither the customer's nor Alphaus's. */
export const STRANGER = '999988887777';

/** The role that changes run with. */
export const EXECUTOR: RoleName = 'OctoChangeExecutorRole';

/** ARN of a resource in any Region, by default in the customer's account. */
export function arnOf(
  model: AccountModel,
  service: string,
  resource: string,
  account = model.accountId,
): string {
  return `arn:${model.partition}:${service}:${service === 'iam' ? '' : '*'}:${account}:${resource}`;
}

/** Whether a role's trust policy may let a principal assume it. */
export function trusts(role: InstalledRole, principal: string, context: KnownContext): boolean {
  const request = { action: 'sts:AssumeRole', resource: role.arn, principal, context };
  return decide(statementsOf(role.trust), request).possible;
}

/** Whether a role's trust policy may let a session of another role of the account assume it. */
export function trustsSession(role: InstalledRole, from: InstalledRole, model: AccountModel): boolean {
  return trusts(role, from.arn, { 'aws:PrincipalArn': from.arn, 'aws:PrincipalAccount': model.accountId });
}

/** Whether SSM may assume the executor for an automation of this account. */
export function trustsAutomation(executor: InstalledRole, model: AccountModel): boolean {
  return trusts(executor, SSM_SERVICE, { 'aws:SourceAccount': model.accountId });
}

/** Any principal of an account, by default of Alphaus's. */
export function anybodyOf({ partition, principal }: AccountModel, account = principal): string {
  return `arn:${partition}:iam::${account}:*`;
}

/** What is known of a call that assumes a role from another account. */
export function contextOfCaller(
  model: AccountModel,
  externalId: string | null,
  account = model.principal,
): Record<string, string | null> {
  return {
    'aws:PrincipalAccount': account,
    'sts:ExternalId': externalId,
    'aws:SourceAccount': null,
    'aws:SourceArn': null,
  };
}
