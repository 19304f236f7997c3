// `npm run demo:fleet`: Octo access in an emulated organization, where one account fails, one leaves, and all are removed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { stringify } from 'yaml';

import { prepareFleet } from '../../src/deploy/prepare-fleet';
import { showProgress } from '../../src/deploy/progress';
import { runFleet } from '../../src/deploy/run-fleet';
import type { Action } from '../../src/deploy/actions';
import type { FleetRun } from '../../src/deploy/run-fleet';
import { commandForRest, label, summarize } from '../../src/deploy/summary';
import type { Candidates } from '../../src/fleet/candidates';
import { FleetFileError } from '../../src/fleet/fleet-file-error';
import { ROLE_NAMES } from '../../src/names/role-names';
import type { RoleName } from '../../src/names/role-names';
import { startEmulator } from '../emulator/emulator';
import {
  COLLIDING,
  COLLISION,
  DemoOrganization,
  DEPLOYER,
  LEAVING,
  MEMBERS,
  READ_ONLY,
  WITHOUT_REPORT,
} from './demo-organization';
import { renderMatrix } from './fleet-matrix';
import type { MatrixRow } from './fleet-matrix';
import { listOwnNames } from './role-facts';
import { runOrFail } from '../../src/process/run';
import { findTools, runDemo } from './run-demo';
import type { Stage } from './run-demo';
import { openSandbox } from '../sandbox/sandbox';
import type { Toolchain } from '../toolchain/toolchain';
import { EXAMPLE_INPUTS } from '../example-inputs';

const ROOT = resolve(__dirname, '../..');
const STEPS = 10;
const PARALLELISM = 4;
const FILE = 'octo.yaml';

const HEADINGS: Readonly<Record<RoleName, string>> = {
  OctoRecommendationSearcherRole: 'Searcher',
  OctoChangeExecutorRole: 'Executor',
  OctoSSMUpdaterRole: 'Updater',
  OctoChangeTemplateApproverRole: 'Approver',
  AlphausAcctAccessRole: 'AcctAccess',
};

/** An entry of the fleet file. */
interface Entry {
  readonly id: string;
  readonly name: string;
  readonly role?: null;
  readonly state?: 'removing';
  readonly inputs?: { readonly roles: readonly RoleName[] };
}

type Note = (line: string) => void;

async function demonstrate(stage: Stage): Promise<Record<string, unknown>> {
  const { narrator, signal } = stage;
  const tools = await narrator.step('Find the tools', (note) => findTools(note, signal));
  const sandbox = openSandbox(tools);
  try {
    const folder = join(sandbox.folder, 'fleet');
    mkdirSync(folder);
    const emulator = await narrator.step(
      `Start an emulated AWS: an organization of ${MEMBERS.length + 1} accounts`,
      async (note) => {
        // The emulator's guard removes the folder even where this process is killed.
        const started = await startEmulator({ moto: tools.moto, folder: sandbox.folder });
        note(`moto answers on ${started.url}; no call of this command leaves this machine`);
        return started;
      },
    );
    const env = sandbox.env({ endpoint: emulator.url });
    const organization = new DemoOrganization(emulator);
    return await new FleetDemo(stage, tools, organization, folder, env).run().finally(() => emulator.stop());
  } finally {
    sandbox.remove();
  }
}

class FleetDemo {
  private entries: readonly Entry[] = [];
  private listed: Candidates = { accounts: [], exclude: [] };

  constructor(
    private readonly stage: Stage,
    private readonly tools: Toolchain,
    private readonly organization: DemoOrganization,
    private readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  async run(): Promise<Record<string, unknown>> {
    const { narrator } = this.stage;
    const step = <T>(title: string, work: (note: Note) => Promise<T>): Promise<T> =>
      narrator.step(title, work);

    await this.organization.create();
    await step(`List its accounts (octo-access accounts) and write ${FILE}`, (note) => this.writeFirst(note));

    const first = await step(
      `Deploy ${this.entries.length} accounts, ${PARALLELISM} at a time (octo-access fleet deploy)`,
      () => this.fleet('deploy'),
    );
    narrator.show(summarize(first, { file: FILE }));
    const failed = first.results.filter(({ status }) => status === 'failed');
    if (failed.map(({ name }) => name).join() !== COLLIDING) {
      throw new Error(`only ${COLLIDING} should have failed, got ${failed.map(label).join(', ') || 'none'}`);
    }

    const matrix = await step('Read the roles back from every account with the AWS SDK', () =>
      this.matrix(failed.map(({ id }) => id)),
    );
    narrator.show(renderMatrix(Object.values(HEADINGS), matrix));

    const rest = commandForRest(first, { file: FILE }) ?? '';
    await step(`Delete the role that was in the way, deploy the rest (${rest})`, async (note) => {
      const { id = '' } = this.entries.find(({ name }) => name === COLLIDING) ?? {};
      await this.organization.deleteCollision(id);
      await this.succeed(
        'deploy',
        failed.map(({ id }) => id),
        note,
      );
    });
    const refusal = await step(`Remove ${LEAVING} in two steps`, (note) => this.removeInTwoSteps(note));
    await step('Plan all (octo-access fleet plan)', async (note) => {
      const { results } = await this.fleet('plan');
      const differing = results.filter(({ status, differs }) => status !== 'done' || differs);
      if (differing.length > 0)
        throw new Error(`these accounts have changes: ${differing.map(label).join(', ')}`);
      note(`no changes in ${results.length} accounts`);
    });
    await step('Destroy all (octo-access fleet destroy --all)', async (note) => {
      await this.succeed('destroy', [], note);
    });
    await step('Look for anything left behind', async (note) => {
      const accounts = [...this.listed.accounts, ...this.listed.exclude].map(({ id }) => id);
      const names = await Promise.all(accounts.map((id) => this.organization.inAccount(id, listOwnNames)));
      const left = names.flat().filter((name) => name !== DEPLOYER);
      if (left.length > 0) throw new Error(`this was left behind: ${left.join(', ')}`);
      note(`no role and no policy is left in ${accounts.length} accounts`);
    });
    narrator.show(
      `Installed ${first.results.length} accounts, repaired the one that failed, removed one, found nothing to change, ` +
        `removed them all: ${narrator.seconds().toFixed(1)} s.\n` +
        'No real AWS account was touched, nor your cdktf.out or your states.',
    );
    return {
      accounts: matrix.map(({ account, name, cells, remark }) => ({
        id: account,
        name,
        ...(cells && { roles: ROLE_NAMES.filter((role) => cells[HEADINGS[role]]) }),
        ...(remark && { remark }),
      })),
      failed: failed.map(({ id, name, reason }) => ({ id, name, reason })),
      forTheRest: rest,
      directRemoval: refusal,
      secondPlanEmpty: true,
      leftBehind: [],
    };
  }

  private async writeFirst(note: Note): Promise<void> {
    const command = ['src/cli/octo-access.mjs', 'accounts', '--organizations', '--json'];
    const { stdout } = await runOrFail(process.execPath, command, {
      name: 'octo-access accounts',
      cwd: ROOT,
      env: this.env,
      signal: this.stage.signal,
    });
    const { accounts, exclude, ...rest } = JSON.parse(stdout) as Candidates;
    const withoutReport = accounts.filter(({ name }) => name === WITHOUT_REPORT);
    this.listed = {
      ...rest,
      accounts: accounts.filter(({ name }) => name !== WITHOUT_REPORT),
      exclude: [...exclude, ...withoutReport.map(({ id }) => ({ id, reason: 'no Cost and Usage Report' }))],
    };
    this.write(
      this.listed.accounts.map(({ id, name = id }) => ({
        id,
        name,
        // The credentials at hand belong to the management account.
        ...(id === this.listed.management_account && { role: null }),
        ...(name === READ_ONLY && {
          inputs: { roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] },
        }),
      })),
    );
    note(
      `${this.entries.length} accounts, the management account among them; excluded: ` +
        this.listed.exclude.map(({ id, reason }) => `${id} (${reason})`).join(', '),
    );
  }

  private write(entries: readonly Entry[]): void {
    this.entries = entries;
    const { management_account, exclude } = this.listed;
    const fleet = {
      management_account,
      defaults: { role: DEPLOYER, inputs: EXAMPLE_INPUTS },
      accounts: entries,
      exclude,
    };
    writeFileSync(join(this.folder, FILE), stringify(fleet, { aliasDuplicateObjects: false }));
  }

  /** Runs the fleet command's code. */
  private async fleet(action: Action, accounts: readonly string[] = []): Promise<FleetRun> {
    const prepared = prepareFleet(join(this.folder, FILE), accounts);
    const progress = showProgress(this.stage.out, prepared.targets.length);
    const run = await runFleet({
      ...prepared,
      action,
      parallelism: PARALLELISM,
      terraform: this.tools.terraform.path,
      terraformCommand: this.tools.terraform.path,
      env: this.env,
      signal: this.stage.signal,
      watcher: progress,
    }).finally(() => {
      progress.close();
    });
    this.stage.signal.throwIfAborted();
    return run;
  }

  /** Runs an action in which no account may fail. */
  private async succeed(action: Action, accounts: readonly string[], note: Note): Promise<void> {
    const run = await this.fleet(action, accounts);
    const summary = summarize(run, { file: FILE });
    if (run.results.some(({ status }) => status !== 'done')) throw new Error(summary);
    summary.split('\n').forEach(note);
  }

  private async matrix(failed: readonly string[]): Promise<MatrixRow[]> {
    const installed = await Promise.all(
      this.entries.map(async ({ id, name }): Promise<MatrixRow> => {
        const names = await this.organization.inAccount(id, listOwnNames);
        return {
          account: id,
          name,
          cells: Object.fromEntries(ROLE_NAMES.map((role) => [HEADINGS[role], names.includes(role)])),
          ...(id === this.listed.management_account && { remark: 'management account' }),
          ...(failed.includes(id) && { remark: `failed: ${COLLISION} existed already` }),
        };
      }),
    );
    const excluded = this.listed.exclude.map(({ id, reason }) => ({
      account: id,
      name: '',
      remark: `excluded: ${reason}`,
    }));
    return [...installed, ...excluded];
  }

  /** Returns the error for removing the entry at once. */
  private async removeInTwoSteps(note: Note): Promise<string> {
    const { entries } = this;
    const without = entries.filter(({ name }) => name !== LEAVING);
    this.write(without);
    const refusal = this.refused();
    note(`entry removed at once: refused. ${refusal.split('\n').at(-1) ?? ''}`);
    this.write(entries.map((entry) => (entry.name === LEAVING ? { ...entry, state: 'removing' } : entry)));
    note('state: removing');
    await this.succeed('deploy', [LEAVING], note);
    this.write(without);
    prepareFleet(join(this.folder, FILE), []);
    note('entry removed: accepted');
    return refusal;
  }

  private refused(): string {
    try {
      prepareFleet(join(this.folder, FILE), []);
    } catch (error) {
      if (error instanceof FleetFileError) return error.message;
      throw error;
    }
    throw new Error(`${LEAVING} was removed from ${FILE} while its roles were installed, and no error came`);
  }
}

void runDemo('npm run demo:fleet', STEPS, demonstrate);
