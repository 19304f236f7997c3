import { ownerOf } from './region-arns';
import { checkNothingOfRole, checkRole } from './check-accounts';
import { effectiveRegion, type OrganizationDraft } from './effective';
import type { Path } from './fleet-text';
import type { Problems } from './problems';
import { FILE_DEFAULTS, type FleetDraft } from './file-schema';

const HERE: Path = ['organization'];

/** Checks the StackSet's section except its inputs. */
export function checkOrganization(draft: FleetDraft, problems: Problems): void {
  const { organization } = draft;
  if (!organization) return;
  checkUnits(organization.organizational_units ?? [], problems);
  checkOwner(draft, organization, problems);
  const management = draft.management_account;
  const leftOut = [...(draft.exclude ?? []), ...(draft.accounts ?? [])].filter(
    (one) => one?.id !== management,
  );
  if (organization.auto_deployment && leftOut.length > 0) {
    problems.add(
      [...HERE, 'auto_deployment'],
      `must be false while accounts are left out (${leftOut.map((one) => one?.id).join(', ')}): AWS would install them as soon as they join a unit or move between units; or keep these accounts in a unit of their own and list the other units`,
    );
  }
  if (organization.retain_stacks_on_account_removal && organization.auto_deployment === false) {
    problems.add(
      [...HERE, 'retain_stacks_on_account_removal'],
      'has no effect while auto_deployment is false: the StackSet then does nothing when accounts leave; leave out one of the two',
    );
  }
}

function checkUnits(units: readonly (string | undefined)[], problems: Problems): void {
  const root = units.find((unit) => unit?.startsWith('r-'));
  for (const [index, unit] of units.entries()) {
    const path = [...HERE, 'organizational_units', index];
    if (unit !== undefined && units.indexOf(unit) < index) {
      problems.add(path, `is listed twice, got "${unit}"; keep one`);
    } else if (root !== undefined && unit?.startsWith('ou-')) {
      problems.add(
        path,
        `is below the root "${root}", which is listed too, got "${unit}"; keep one of the two`,
      );
    }
  }
}

/** The role must belong to the account that owns the StackSet. */
function checkOwner(draft: FleetDraft, organization: OrganizationDraft, problems: Problems): void {
  const { role } = organization;
  if (!role) {
    checkNothingOfRole(HERE, organization, problems);
    return;
  }
  const path = [...HERE, 'role'];
  const management = draft.management_account;
  const callAs = 'call_as' in organization ? organization.call_as : FILE_DEFAULTS.callAs;
  if (callAs === 'SELF') {
    checkRole(path, role, management, effectiveRegion(draft, organization), problems);
    if (!ownerOf(role) && !('management_account' in draft)) {
      problems.add(
        path,
        `must be an ARN, got "${role}": the file does not say which account a name belongs to; or give management_account`,
      );
    }
  }
  if (callAs === 'DELEGATED_ADMIN') {
    checkRole(path, role, undefined, effectiveRegion(draft, organization), problems);
    if (!ownerOf(role)) {
      problems.add(path, `must be the ARN of a role of the delegated administrator, got "${role}"`);
    } else if (management && ownerOf(role)?.account === management) {
      problems.add(
        path,
        `must be a role of the delegated administrator, a member account, got "${role}", of the management account`,
      );
    }
  }
}
