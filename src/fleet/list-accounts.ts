import { basename } from 'node:path';
import { ErrorInWords } from '../names/error-in-words';
import { readAccountCsv } from './account-csv';
import type { AccountList } from './candidates';
import { readText } from './read-text';

/** Where the accounts are listed: in a CSV file, or in AWS Organizations (all, or those below some units). */
export interface AccountSource {
  readonly csv?: string;
  readonly organizations?: boolean;
  readonly organizationalUnit?: readonly string[];
}

/** Accounts that could not be listed, in words for the user. */
export class AccountsError extends ErrorInWords {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AccountsError';
  }
}

/** @throws FleetFileError or AccountsError */
export async function listAccounts({
  csv,
  organizations,
  organizationalUnit: units = [],
}: AccountSource): Promise<AccountList> {
  if (csv !== undefined && !organizations && units.length === 0) {
    const name = basename(csv);
    return readAccountCsv(readText(csv, name), name);
  }
  if (csv === undefined && (organizations || units.length > 0)) {
    try {
      const { accountsOfOrganization } = await import('./organization-accounts');
      return await accountsOfOrganization(units);
    } catch (error) {
      throw inWords(error as Error);
    }
  }
  throw new AccountsError(
    csv === undefined
      ? 'the list of accounts is missing: give either --csv FILE or --organizations'
      : '--csv cannot be combined with --organizations or --organizational-unit: give one of them',
  );
}

function inWords(error: Error): Error {
  const words = WORDS.find(([pattern]) => pattern.test(`${error.name} ${error.message}`));
  // Node adds the files that asked for a missing module, a line each.
  const [first] = error.message.split('\n');
  return words ? new AccountsError(`${words[1]} (${first})`, { cause: error }) : error;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /Cannot find module '@aws-sdk\/client-organizations'/,
    'reading AWS Organizations needs a package that is not installed: run npm install @aws-sdk/client-organizations, or give --csv FILE',
  ],
  [
    /^AccessDenied/,
    "these credentials may not list the organization's accounts: use those of the management account or of a delegated administrator, allowed organizations:DescribeOrganization, ListAccounts, ListAccountsForParent and ListOrganizationalUnitsForParent",
  ],
  [
    /^AWSOrganizationsNotInUse/,
    'the account of these credentials is not in an organization: use another account, or give --csv FILE',
  ],
  [
    /^(ParentNotFound|InvalidInput)/,
    'the organization has no such unit: give ids like ou-abcd-11112222, or r-abcd for the root',
  ],
  [/^CredentialsProvider/, 'found no AWS credentials: set AWS_PROFILE, or log in'],
  [/Region is missing/, 'found no region: set AWS_REGION, for example to us-east-1'],
];
