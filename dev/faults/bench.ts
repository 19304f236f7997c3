import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCK_FILE } from '../../src/deploy/lock-file';
import { runOrFail } from '../../src/process/run';
import { ACCOUNT_STACK } from '../../src/stacks/account-stack';
import { shellWord } from '../../src/text/shell-quote';
import { startEmulator, type Emulator } from '../emulator/emulator';
import { ProviderPool } from '../provider/provider-pool';
import { providerProgram } from '../provider/provider-program';
import { openSandbox, type Sandbox } from '../sandbox/sandbox';
import { rootWithProvider } from '../toolchain/provider-mirror';
import type { Toolchain } from '../toolchain/toolchain';
import { startFaultProxy, type FaultProxy } from './fault-proxy';
import type { Scenario } from './scenarios';
import type { Seeded } from './seeds';

/** The checkout whose command is run. */
export const CHECKOUT = resolve(__dirname, '..', '..');

/** One installation, or the place of one: a folder and its accounts on the emulator. */
export interface Site {
  readonly scenario: Scenario;
  /** Holds what a user has there, and nothing else. */
  readonly folder: string;
  /** 12 digits each. */
  readonly accounts: readonly string[];
  readonly bucket: string;
  /** File of which each line is the process id and the folder of a Terraform that was started. */
  readonly started: string;
  /** URL of the emulator itself. */
  readonly emulator: string;
  /** What all calls go through, disturbed or not. */
  readonly line: FaultProxy;
  /**
   * The whole environment of a command.
   *
   * @param endpoint of a command that starts its own providers, as a user's does. @default - running ones, on the line
   */
  env(endpoint?: string): Promise<Record<string, string>>;
  /** Ends its providers and removes all files. */
  close(): Promise<void>;
}

/** What all runs share: one emulator, an account stack and a provider that are initialized. */
export class Bench {
  private constructor(
    readonly emulator: Emulator,
    private readonly sandbox: Sandbox,
    private readonly tools: Toolchain,
  ) {}

  static async open(tools: Toolchain, signal?: AbortSignal): Promise<Bench> {
    const emulator = await startEmulator({ moto: tools.moto });
    const bench = new Bench(emulator, openSandbox(tools, emulator.url), tools);
    await bench.prepare(signal);
    return bench;
  }

  /** The place of a seed's run, with accounts that no other seed has. */
  async site(seeded: Seeded): Promise<Site> {
    const { seed, scenario } = seeded;
    const around = join(this.sandbox.folder, `seed-${seed}`);
    const [folder, programs, started] = [join(around, 'octo'), join(around, 'bin'), join(around, 'started')];
    cpSync(join(this.sandbox.folder, scenario.way), folder, { recursive: true, verbatimSymlinks: true });
    mkdirSync(programs);
    writeFileSync(started, '');
    const terraform = join(programs, 'terraform');
    const run = `echo "$$ $PWD" >> ${shellWord(started)}\nexec ${shellWord(this.tools.terraform.path)} "$@"`;
    writeFileSync(terraform, `#!/bin/sh\n${run}\n`);
    chmodSync(terraform, 0o755);
    const isFleet = scenario.way === 'fleet';
    const accounts = [1, 2]
      .slice(0, isFleet ? 2 : 1)
      .map((first) => `${first}${String(seed).padStart(11, '0')}`);
    const credentials = isFleet ? undefined : await this.emulator.credentialsFor(accounts[0] ?? '');
    const bucket = `octo-states-${seed}`;
    const emulator = this.emulator.uncountedUrl;
    if (scenario.backend === 's3') {
      await fetch(`${emulator}/${bucket}`, { method: 'PUT', headers: { host: 's3.amazonaws.com' } });
    }
    const line = await startFaultProxy(emulator, seeded);
    const common = { AWS_S3_USE_PATH_STYLE: 'true', GOGC: '400' };
    const PATH = `${programs}:${process.env['PATH'] ?? ''}`;
    const extra = { ...common, PATH, TERRAFORM_BINARY_NAME: 'terraform' };
    const environment = (endpoint: string): Record<string, string> =>
      this.sandbox.env({ endpoint, extra, ...(credentials && { credentials }) });
    const unpacked = join(this.sandbox.folder, 'unpacked-provider');
    const program = (): Promise<string> => providerProgram(this.tools, unpacked, this.sandbox.env());
    const pool = new ProviderPool(program, environment(line.url), !isFleet);
    return {
      scenario,
      folder,
      accounts,
      bucket,
      started,
      emulator,
      line,
      env: async (endpoint) =>
        endpoint === undefined
          ? { ...environment(line.url), ...(await pool.environment()) }
          : environment(endpoint),
      close: async () => {
        pool.end();
        await line.stop();
        rmSync(around, { recursive: true, force: true });
      },
    };
  }

  async close(): Promise<void> {
    await this.emulator.stop();
    this.sandbox.remove();
  }

  /** Synthesizes the account stack, and installs the provider for it and for fleets, which copies are made of. */
  private async prepare(signal: AbortSignal | undefined): Promise<void> {
    const initialize = (cwd: string): Promise<unknown> =>
      runOrFail(this.tools.terraform.path, ['init', '-input=false'], {
        cwd,
        env: this.sandbox.env(),
        signal,
      });
    const account = join(this.sandbox.folder, 'account');
    mkdirSync(account);
    const env = this.sandbox.env({ extra: { CDKTF_OUTDIR: join(account, 'cdktf.out') } });
    await runOrFail(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: CHECKOUT, env, signal });
    const stack = stackFolder(account, ACCOUNT_STACK);
    await initialize(stack);
    // Without recorded hashes Terraform does not read the 700 MB of the provider again for every command.
    const lock = join(stack, LOCK_FILE);
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/\n\s*hashes = \[[^\]]*\]/g, ''));
    // As `octo-access fleet` installs it; with running providers it would find none.
    const fleet = join(this.sandbox.folder, 'fleet');
    const provider = join(fleet, 'cdktf.out', 'provider');
    mkdirSync(provider, { recursive: true });
    writeFileSync(join(provider, 'main.tf.json'), rootWithProvider(this.tools.mirror.version));
    await initialize(provider);
    cpSync(join(provider, LOCK_FILE), join(fleet, LOCK_FILE));
  }
}

/** Where the configuration of a stack is. */
export function stackFolder(folder: string, stack: string): string {
  return join(folder, 'cdktf.out', 'stacks', stack);
}
