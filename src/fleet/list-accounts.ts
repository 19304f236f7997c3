import { basename } from 'node:path';
import { ErrorInWords, UsageError } from '../names/error-in-words';
import { UNIT } from '../names/fields';
import { awsErrorInWords, type Cause } from '../aws/aws-error';
import type { AccountList } from './candidates';
import { readAccountList } from './read-account-list';
import { readText } from './read-text';

/** Where the accounts are listed: in a file, or in AWS Organizations (all, or those below some units). */
export interface AccountSource {
  /** CSV, or JSON. */
  readonly list?: string;
  readonly organizations?: boolean;
  readonly organizationalUnit?: readonly string[];
}

/** @throws UsageError if no source is named, or two are; FleetFileError or AwsError if it cannot be read */
export async function listAccounts({
  list,
  organizations,
  organizationalUnit: units = [],
}: AccountSource): Promise<AccountList> {
  const strange = units.filter((unit) => !UNIT.pattern.test(unit));
  if (strange.length > 0)
    throw new UsageError(
      `--organizational-unit must be ${UNIT.allowed}, got ${strange.map((unit) => JSON.stringify(unit)).join(', ')}`,
    );
  if (list !== undefined && !organizations && units.length === 0) {
    const name = basename(list);
    return readAccountList(readText(list, name), name);
  }
  if (list === undefined && (organizations || units.length > 0)) {
    try {
      const { accountsOfOrganization } = await import('./organization-accounts.js');
      return await accountsOfOrganization(units);
    } catch (error) {
      throw error instanceof ErrorInWords ? error : awsErrorInWords(error, ORGANIZATIONS);
    }
  }
  throw new UsageError(
    list === undefined
      ? 'the list of accounts is missing: give --list FILE or --organizations, or --octo to compare octo.yaml with Octo'
      : '--list cannot be combined with --organizations or --organizational-unit: give one of them',
  );
}

const ORGANIZATIONS: readonly Cause[] = [
  [
    /Cannot find (?:module|package) '@aws-sdk\/client-organizations'/,
    'reading AWS Organizations needs a package that is not installed: run npm install @aws-sdk/client-organizations, or give --list FILE',
  ],
  [
    /^AccessDenied/,
    "these credentials may not list the organization's accounts: use those of the management account or of a delegated administrator, allowed organizations:DescribeOrganization, ListAccounts, ListAccountsForParent and ListOrganizationalUnitsForParent",
  ],
  [
    /^AWSOrganizationsNotInUse/,
    'the account of these credentials is not in an organization: use another account, or give --list FILE',
  ],
  [
    /^(ParentNotFound|InvalidInput)/,
    'the organization has no such unit: give ids like ou-abcd-11112222, or r-abcd for the root',
  ],
];
