import type { App } from 'cdktf';
import type { Construct } from 'constructs';
import { AwsProvider, type AwsProviderAssumeRole } from '@cdktf/provider-aws/lib/provider';
import {
  stackName,
  type AccountAccess,
  type Fleet,
  type FleetAccount,
  type FleetBackend,
  type OrganizationTarget,
} from '../fleet/fleet';
import { FleetFileError } from '../fleet/fleet-file-error';
import { OctoStackSet } from '../constructs/octo-stack-set';
import { RootStack, type State } from './root-stack';

/**
 * The stacks of a fleet: one for the organization's StackSet and, if each account has its own state, one for each listed
 * account. Accounts that share a state have a root module instead of a stack.
 */
export function fleetStacks(scope: Construct, fleet: Fleet): void {
  const { backend, organization } = fleet;
  const accounts = fleet.layout === 'stack-per-account' ? fleet.accounts : [];
  if (accounts.length === 0 && !organization) {
    const message = `layout is "${fleet.layout}", where all accounts share one root module and none has a stack; write the root module with octo-access root --out FOLDER`;
    throw new FleetFileError('the fleet file', [{ message }]);
  }
  for (const account of accounts) new FleetAccountStack(scope, account, backend);
  if (organization) new OrganizationStack(scope, organization, fleet);
}

/**
 * Creates the stacks of a fleet and writes them into the app's folder.
 *
 * CDKTF records a stack trace for every token, which takes two fifths of the time of a large fleet. So stack traces are off
 * meanwhile.
 *
 * @throws FleetFileError if the file has no stacks
 */
export function synthesizeFleet(app: App, fleet: Fleet): void {
  const taken: unknown = Reflect.get(Error, 'captureStackTrace');
  Error.captureStackTrace = () => undefined;
  try {
    fleetStacks(app, fleet);
    app.synth();
  } finally {
    Reflect.set(Error, 'captureStackTrace', taken);
  }
}

/** One account of a fleet. An account that is being removed keeps only its provider, which destroys the roles. */
class FleetAccountStack extends RootStack {
  constructor(scope: Construct, account: FleetAccount, backend: FleetBackend) {
    const id = stackName(account.id);
    super(scope, id, stateOf(id, backend));
    new AwsProvider(this, 'aws', {
      region: account.region,
      // Terraform refuses to plan if the credentials belong to another account.
      allowedAccountIds: [account.id],
      profile: account.profile,
      assumeRole: assumedRole(account),
    });
    if (account.state === 'active') this.install(account.inputs);
  }

  /** Skips CDKTF's first pass, which looks for references to other stacks: there are none. */
  override prepareStack(): void {
    return;
  }
}

/** The StackSet of an organization. */
class OrganizationStack extends RootStack {
  constructor(scope: Construct, target: OrganizationTarget, { backend, managementAccountId }: Fleet) {
    const { profile, roleArn, roleExternalId, sessionName, region, inputs, ...stackSet } = target;
    // Needed only if no role names the account.
    const owner = target.callAs === 'SELF' ? managementAccountId : undefined;
    super(scope, ORGANIZATION_STACK, stateOf(ORGANIZATION_STACK, backend));
    // A StackSet's stacks are created in the region of its provider.
    new AwsProvider(this, 'aws', {
      region,
      profile,
      assumeRole: assumedRole({ roleArn, roleExternalId, sessionName }),
      allowedAccountIds: owner === undefined ? undefined : [owner],
    });
    new OctoStackSet(this, 'octo', { ...inputs, ...stackSet });
  }
}

const ORGANIZATION_STACK = stackName('organization');

function assumedRole({
  roleArn,
  roleExternalId,
  sessionName,
}: AccountAccess): AwsProviderAssumeRole[] | undefined {
  return roleArn === undefined ? undefined : [{ roleArn, externalId: roleExternalId, sessionName }];
}

function stateOf(stack: string, backend: FleetBackend): State {
  switch (backend.type) {
    case 'local':
      return backend;
    case 's3': {
      const { prefix, ...settings } = backend;
      return { ...settings, key: `${prefix}/${stack}.tfstate` };
    }
    case 'cloud':
      return { ...backend, workspace: stack };
  }
}
