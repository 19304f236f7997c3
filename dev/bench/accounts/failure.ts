import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { parseFleet } from '../../../src/fleet/parse-fleet';
import { startEmulator } from '../../emulator/emulator';
import { openSandbox } from '../../sandbox/sandbox';
import type { Toolchain } from '../../toolchain/toolchain';
import { fleetFile } from './fleet-file';
import { openFleet } from './fleet-command';
import type { Size } from './layouts';
import type { Ending, FailureRun } from './results';

/** A role that stands in the way, as one of an older installation would. */
const IN_THE_WAY = 'OctoSSMUpdaterRole';

/**
 * Deploys a fleet in which one account cannot be finished, with a state an account; then takes away what was in its
 * way and deploys the rest.
 */
export async function measureFailure(
  tools: Toolchain,
  size: Size,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<FailureRun> {
  const sandbox = openSandbox(tools);
  const emulator = await startEmulator({ moto: tools.moto });
  try {
    const { accounts } = parseFleet(fleetFile('stack-per-account', size.accounts), 'octo.yaml');
    const unlucky = accounts[Math.floor(accounts.length / 2)]?.id ?? '';
    const iam = new IAMClient(emulator.clientConfig(await emulator.credentialsFor(unlucky)));
    const fleet = openFleet(size.accounts, { sandbox, endpoint: emulator.url, signal });
    const deploy = (...accounts: string[]): Promise<Ending> =>
      fleet.run('fleet', 'deploy', ...accounts, '--parallelism', `${size.parallelism}`);
    note(`${size.accounts} accounts, a role of that name is already there in one`);
    await iam.send(new CreateRoleCommand({ RoleName: IN_THE_WAY, AssumeRolePolicyDocument: '{}' }));
    const first = await deploy();
    if (first.status === 0 || !first.failed.includes(unlucky)) {
      throw new Error(`${unlucky} cannot be deployed, and the run ended with status ${first.status}`);
    }
    note('the role is gone, the rest is deployed');
    await iam.send(new DeleteRoleCommand({ RoleName: IN_THE_WAY }));
    const rest = await deploy(...first.failed);
    iam.destroy();
    return { accounts: size.accounts, first, rest };
  } finally {
    await emulator.stop();
    sandbox.remove();
  }
}
