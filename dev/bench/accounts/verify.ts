import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { stateFile } from '../../../src/fleet/local-states';
import { stackName } from '../../../src/fleet/fleet';
import { parseFleet } from '../../../src/fleet/parse-fleet';
import { startEmulator, type Emulator } from '../../emulator/emulator';
import { openSandbox } from '../../sandbox/sandbox';
import type { Toolchain } from '../../toolchain/toolchain';
import { seconds } from '../measure';
import { peakMegabytes } from '../memory';
import type { Cost } from '../workspace';
import { buildCommand } from './built-command';
import { openFleet, type BenchFleet } from './fleet-command';
import { fleetFile } from './fleet-file';
import { ANSWER_MILLISECONDS } from './layouts';
import type { DriftRun, LookRun, VerifyRuns } from './results';

/** How many accounts are verified, and whether they are planned, too. */
const SIZES = [
  { accounts: 10, planned: true },
  { accounts: 100, planned: true },
  { accounts: 1_000, planned: false },
] as const;

/** Accounts that somebody changes before a deployment. */
const CHANGED = 5;

/**
 * What `octo-access verify` takes beside `octo-access fleet plan` of the same accounts, and `fleet deploy --drifted` beside
 * `fleet deploy` where somebody changed a few.
 *
 * @param turns how often each is measured, in turns
 */
export async function measureVerify(
  tools: Toolchain,
  turns: number,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<VerifyRuns> {
  const load = loadavg()[0] ?? 0;
  const looks: LookRun[] = [];
  const drifts: DriftRun[] = [];
  for (const { accounts, planned } of SIZES) {
    await inFleet(accounts, async ({ fleet, emulator }) => {
      const verify: Cost[] = [];
      const plan: Cost[] = [];
      for (let turn = 1; turn <= turns; turn++) {
        note(`${accounts} accounts: verify, turn ${turn} of ${turns}`);
        verify.push(await costOfAll(() => fleet.succeed('verify')));
        if (!planned) continue;
        note(`${accounts} accounts: fleet plan, turn ${turn} of ${turns}`);
        plan.push(await costOfAll(() => fleet.succeed('fleet', 'plan')));
      }
      looks.push({ accounts, verify, plan });
      if (accounts === 100)
        for (let turn = 1; turn <= turns; turn++) drifts.push(await drift(fleet, emulator));
    });
  }
  return { load, looks, changed: CHANGED, drifts };

  async function drift(fleet: BenchFleet, emulator: Emulator): Promise<DriftRun> {
    const change = async (): Promise<void> => {
      const { accounts } = parseFleet(readFileSync(join(fleet.folder, 'octo.yaml'), 'utf8'), 'octo.yaml');
      const apart = accounts.length / CHANGED;
      for (let index = 0; index < CHANGED; index++) {
        const id = accounts[Math.floor((index + 0.5) * apart)]?.id ?? '';
        await addForeignPolicy(emulator, id);
      }
    };
    note(`fleet deploy --drifted, ${CHANGED} accounts changed`);
    await change();
    const drifted = await costOfAll(async () => {
      const { done } = await fleet.succeed('fleet', 'deploy', '--drifted');
      if (done.length !== CHANGED)
        throw new Error(`${CHANGED} accounts differ, and ${done.length} were deployed`);
    });
    note(`fleet deploy, ${CHANGED} accounts changed`);
    await change();
    return { drifted, all: await costOfAll(() => fleet.succeed('fleet', 'deploy')) };
  }

  /** One account is installed by Terraform; the others are copies of it, and their states of its state. */
  async function inFleet(
    accounts: number,
    work: (site: { readonly fleet: BenchFleet; readonly emulator: Emulator }) => Promise<void>,
  ): Promise<void> {
    const sandbox = openSandbox(tools);
    const emulator = await startEmulator({ moto: tools.moto, delayMilliseconds: ANSWER_MILLISECONDS });
    try {
      note(`${accounts} accounts: installing one and copying it`);
      const command = await buildCommand(join(sandbox.folder, 'package'), signal);
      const fleet = openFleet(1, { sandbox, endpoint: emulator.url, signal }, command);
      await fleet.succeed('fleet', 'deploy');
      const listed = parseFleet(fleetFile('stack-per-account', accounts), 'octo.yaml').accounts;
      const [first = '', ...others] = listed.map(({ id }) => id);
      await emulator.copyAccount(first, others);
      const path = (id: string): string => join(fleet.folder, stateFile(stackName(id)));
      const state = readFileSync(path(first), 'utf8');
      for (const id of others) writeFileSync(path(id), state.replaceAll(first, id));
      fleet.resize(accounts);
      await work({ fleet, emulator });
    } finally {
      await emulator.stop();
      sandbox.remove();
    }
  }

  /** The command itself counts, too: it is all that `verify` runs. */
  async function costOfAll(command: () => Promise<unknown>): Promise<Cost> {
    const names = ['node', 'MainThread', basename(tools.terraform.path), 'terraform-provider-'];
    let taken = 0;
    const megabytes = await peakMegabytes(names, async () => {
      taken = await seconds(command);
    });
    return { seconds: taken, megabytes };
  }
}

async function addForeignPolicy(emulator: Emulator, id: string): Promise<void> {
  const iam = new IAMClient(emulator.clientConfig(await emulator.credentialsFor(id)));
  const [RoleName, PolicyName] = ['OctoSSMUpdaterRole', 'theirs'];
  const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  iam.destroy();
}
