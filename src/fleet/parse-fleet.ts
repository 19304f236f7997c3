import { inputProperty, type Inputs } from '../inputs/inputs';
import { roleArn } from './region-arns';
import { DEFAULT_PREFIX } from './backend-schema';
import { checkAccounts } from './check-accounts';
import { ALWAYS_IN_STACKS, checkInputs } from './check-account-inputs';
import { checkOrganization } from './check-organization';
import { checkShape } from './check-shape';
import {
  effectiveAccess,
  effectiveInputs,
  effectiveRegion,
  effectiveRole,
  type EffectiveInput,
} from './effective';
import type { Fleet, FleetAccount, FleetBackend, OrganizationTarget } from './fleet';
import { FleetText } from './fleet-text';
import { nameOf, Problems } from './problems';
import { FILE_DEFAULTS, type FleetFile } from './file-schema';
import { ROLLOUT } from '../cloudformation/stack-set';

type AccountFile = NonNullable<FleetFile['accounts']>[number];
type OrganizationFile = NonNullable<FleetFile['organization']>;

/**
 * Reads a fleet file.
 *
 * @param text YAML or JSON
 * @param fileName name of the file in errors
 * @throws FleetFileError naming everything that is wrong with it, and where
 */
export function parseFleet(text: string, fileName: string): Fleet {
  const source = new FleetText(text);
  const problems = new Problems(source);
  for (const { offset, message } of source.faults) problems.addAt(offset, message);
  // An invalid text has no parts to report on.
  problems.throwIfAny(fileName);
  for (const { offset, path, message } of source.repeatedKeys) {
    problems.addAt(offset, `${nameOf(path)} ${message}`);
  }
  const draft = checkShape(source, problems);
  if (draft) {
    checkAccounts(draft, problems);
    checkOrganization(draft, problems);
    checkInputs(draft, problems);
  }
  problems.throwIfAny(fileName);
  return asFleet(draft as FleetFile);
}

function asFleet(file: FleetFile): Fleet {
  const accounts = (file.accounts ?? []).map((account, index) => asAccount(file, account, index));
  const { layout = FILE_DEFAULTS.layout, exclude = [], organization } = file;
  return {
    layout,
    backend: asBackend(file.backend),
    managementAccountId: file.management_account,
    accounts,
    exclude,
    organization: organization && asOrganization(file, organization, accounts),
  };
}

function asBackend(backend: FleetFile['backend']): FleetBackend {
  if (backend?.type === 's3') return { ...backend, prefix: backend.prefix ?? DEFAULT_PREFIX };
  return backend ?? { type: 'local' };
}

function asAccount(file: FleetFile, account: AccountFile, index: number): FleetAccount {
  const { id, name = id, state = FILE_DEFAULTS.state } = account;
  const region = effectiveRegion(file, account) ?? FILE_DEFAULTS.region;
  const role = effectiveRole(file, account);
  return {
    id,
    name,
    ...(role !== undefined && { roleArn: roleArn(role, id, region) }),
    ...effectiveAccess(file, account, role),
    region,
    state,
    inputs: asInputs(effectiveInputs(file, ['accounts', index], account.inputs, id)),
  };
}

function asOrganization(
  file: FleetFile,
  organization: OrganizationFile,
  accounts: readonly FleetAccount[],
): OrganizationTarget {
  const { management_account: management = '', exclude = [] } = file;
  const region = effectiveRegion(file, organization) ?? FILE_DEFAULTS.region;
  const { role } = organization;
  // A StackSet never reaches the management account, so it need not be excluded.
  const leftOut = [...exclude, ...accounts].map(({ id }) => id).filter((id) => id !== management);
  return {
    organizationalUnitIds: organization.organizational_units,
    excludedAccountIds: leftOut.sort(),
    region,
    ...(role && { roleArn: roleArn(role, management, region) }),
    // Like its role, the way to the owner is said in its section: defaults are about members.
    ...effectiveAccess({}, organization, role ?? undefined),
    callAs: organization.call_as ?? FILE_DEFAULTS.callAs,
    autoDeployment: organization.auto_deployment ?? leftOut.length === 0,
    retainStacksOnAccountRemoval: organization.retain_stacks_on_account_removal ?? FILE_DEFAULTS.retainStacks,
    failureTolerancePercentage:
      organization.failure_tolerance_percentage ?? ROLLOUT.failureTolerancePercentage,
    maxConcurrentPercentage: organization.max_concurrent_percentage ?? ROLLOUT.maxConcurrentPercentage,
    // These have the only allowed value, as was checked.
    inputs: asInputs(
      effectiveInputs(file, ['organization'], organization.inputs).filter(
        ({ name }) => !ALWAYS_IN_STACKS.has(name),
      ),
    ),
  };
}

/** Inputs for the constructs. The cast is safe because the rules of the input table checked every one. */
function asInputs(inputs: readonly EffectiveInput[]): Inputs {
  return Object.fromEntries(
    inputs.map(({ name, value }) => [inputProperty(name), value]),
  ) as unknown as Inputs;
}
