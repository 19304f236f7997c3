import { IAMClient } from '@aws-sdk/client-iam';
import type { RoleName } from '../../src';
import { DEFAULT_ACCOUNT, type Emulator } from '../../dev/emulator/emulator';
import { listOwnNames, readRoles } from '../../dev/demo/role-facts';
import { EXTERNAL_ID, PRINCIPAL } from './workbench';

/** Looks at one of the emulator's accounts. */
export async function inAccount<T>(
  emulator: Emulator,
  account: string,
  look: (iam: IAMClient) => Promise<T>,
): Promise<T> {
  const credentials = account === DEFAULT_ACCOUNT ? undefined : await emulator.credentialsFor(account);
  const iam = new IAMClient(emulator.clientConfig(credentials));
  return look(iam).finally(() => {
    iam.destroy();
  });
}

/** ARNs of all roles of an account. */
export async function roleArns(emulator: Emulator, account: string): Promise<string[]> {
  const roles = await inAccount(emulator, account, (iam) => readRoles(iam, PRINCIPAL));
  return roles.map(({ arn }) => arn);
}

/** Names of all roles and policies in the accounts: a destroy must leave none behind. */
export async function ownNames(emulator: Emulator, accounts: readonly string[]): Promise<string[]> {
  return (await Promise.all(accounts.map((account) => inAccount(emulator, account, listOwnNames)))).flat();
}

/** The result of `roleArns()` if these roles are installed. */
export function arns(account: string, names: readonly RoleName[]): string[] {
  return names.map((name) => `arn:aws:iam::${account}:role/${name}`).sort();
}

/** The output `octo_onboarding` of an installation of these roles. */
export function onboarding(account: string, names: readonly RoleName[]): Record<string, unknown> {
  return {
    account_id: account,
    partition: 'aws',
    external_id: EXTERNAL_ID,
    role_arns: Object.fromEntries(names.map((name) => [name, `arn:aws:iam::${account}:role/${name}`])),
  };
}
