import type { App } from 'cdktf';
import type { Construct } from 'constructs';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  stackName,
  type Fleet,
  type FleetAccount,
  type FleetBackend,
  type OrganizationTarget,
} from '../fleet/fleet';
import { FleetFileError } from '../fleet/fleet-file-error';
import { OctoStackSet } from '../constructs/octo-stack-set';
import { RootStack, type State } from './root-stack';

/**
 * The stacks of a fleet: one for the organization's StackSet, and, where each account has a state of its
 * own, one for each that is listed. Accounts that share a state have a root instead, which is no stack.
 */
export function fleetStacks(scope: Construct, fleet: Fleet): void {
  const { backend, organization } = fleet;
  const accounts = fleet.layout === 'stack-per-account' ? fleet.accounts : [];
  if (accounts.length === 0 && !organization) {
    const message = `layout is "${fleet.layout}", where all accounts share one root and none has a stack; write it with octo-access root --out FOLDER`;
    throw new FleetFileError('the fleet file', [{ message }]);
  }
  for (const account of accounts) new FleetAccountStack(scope, account, backend);
  if (organization) new OrganizationStack(scope, organization, fleet);
}

/**
 * Makes the stacks of a fleet and writes them, into the app's folder.
 *
 * CDKTF notes where every token was made, which takes two fifths of the time that a large fleet takes: meanwhile it
 * finds no trace to note.
 *
 * @throws FleetFileError where the file has no stacks
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

/** One account of a fleet. Where it is being removed, only its provider is left, to destroy the roles. */
class FleetAccountStack extends RootStack {
  constructor(scope: Construct, account: FleetAccount, backend: FleetBackend) {
    const id = stackName(account.id);
    super(scope, id, stateOf(id, backend));
    new AwsProvider(this, 'aws', {
      region: account.region,
      // Refuses to plan where the credentials turn out to belong to another account.
      allowedAccountIds: [account.id],
      assumeRole: assumed(account.roleArn),
    });
    if (account.state === 'active') this.install(account.inputs);
  }

  /** CDKTF resolves every stack twice, first to find what it takes from others: nothing. */
  override prepareStack(): void {
    return;
  }
}

/** The StackSet of an organization. */
class OrganizationStack extends RootStack {
  constructor(scope: Construct, target: OrganizationTarget, { backend, managementAccountId }: Fleet) {
    const { roleArn, region, inputs, ...stackSet } = target;
    // Where the role does not say whose account it is.
    const owner = target.callAs === 'SELF' ? managementAccountId : undefined;
    super(scope, ORGANIZATION_STACK, stateOf(ORGANIZATION_STACK, backend));
    // A StackSet's stacks go to the region of its provider.
    new AwsProvider(this, 'aws', {
      region,
      assumeRole: assumed(roleArn),
      allowedAccountIds: owner === undefined ? undefined : [owner],
    });
    new OctoStackSet(this, 'octo', { ...inputs, ...stackSet });
  }
}

const ORGANIZATION_STACK = stackName('organization');

function assumed(roleArn: string | undefined): { roleArn: string }[] | undefined {
  return roleArn === undefined ? undefined : [{ roleArn }];
}

function stateOf(stack: string, backend: FleetBackend): State {
  switch (backend.type) {
    case 'local':
      return backend;
    case 's3': {
      const { bucket, region, prefix } = backend;
      return { type: 's3', bucket, region, key: `${prefix}/${stack}.tfstate` };
    }
    case 'cloud':
      return { ...backend, workspace: stack };
  }
}
