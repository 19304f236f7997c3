import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  type Account,
} from '@aws-sdk/client-organizations';
import { clientSettings } from '../aws/client-settings';
import { checkProfile } from '../aws/profile';
import type { AccountList, ListedAccount } from './candidates';

/** Reads the accounts of the organization, or those below some of its units. */
export async function accountsOfOrganization(units: readonly string[]): Promise<AccountList> {
  checkProfile();
  const client = new OrganizationsClient(clientSettings());
  const { Organization: organization } = await client.send(new DescribeOrganizationCommand({}));
  const found = new Map<string, ListedAccount>();
  const keep = ({ Id: id, Name: name, State, Status }: Account): void => {
    // Status is the older field, retired in September 2026.
    if (id) found.set(id, { id, name, state: State ?? Status });
  };
  if (units.length === 0) {
    for await (const page of paginateListAccounts({ client }, {})) page.Accounts?.forEach(keep);
  }
  // The loop adds to this set.
  const parents = new Set(units);
  for (const ParentId of parents) {
    for await (const page of paginateListAccountsForParent({ client }, { ParentId })) {
      page.Accounts?.forEach(keep);
    }
    for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId })) {
      for (const { Id } of page.OrganizationalUnits ?? []) if (Id) parents.add(Id);
    }
  }
  return {
    accounts: [...found.values()].sort((left, right) => left.id.localeCompare(right.id)),
    managementAccountId: organization?.MasterAccountId,
  };
}
