import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { CommandFailed, run, type RunResult } from '../../src/process/run';
import type { Terraform } from '../../src/process/terraform';
import { startEmulator, type Emulator } from '../emulator/emulator';
import { openSandbox, type Sandbox } from '../sandbox/sandbox';
import type { Toolchain } from '../toolchain/toolchain';

/** Folder of the checkout. */
export const CHECKOUT = resolve(__dirname, '../..');

/** Not copied: what others made, and what is linked in place of it. */
const LEFT = ['node_modules', '.git', '.cache', '.venv', 'cdktf.out', 'lib'];

/** The version that a row is about, as a program or beside the usual tools. */
export interface Subject {
  /** In full. */
  readonly version: string;
  /** Path of the Node that runs all commands. @default - the one that runs this */
  readonly node?: string;
  /** @default - the usual one */
  readonly terraform?: Terraform;
}

/** How a command is run. */
export interface Call {
  /** @default - the checkout */
  readonly cwd?: string;
  /** The status that it has to end with. @default 0 */
  readonly status?: number;
  /** The environment. @default - that of the bench */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where one row runs: a sandbox, and an emulated AWS of its own. */
export class Bench {
  private constructor(
    /** The tools, with the row's Terraform. */
    readonly tools: Toolchain,
    readonly sandbox: Sandbox,
    readonly emulator: Emulator,
    readonly signal: AbortSignal,
  ) {}

  static async open(tools: Toolchain, subject: Subject, signal: AbortSignal): Promise<Bench> {
    const { terraform = tools.terraform, node = process.execPath } = subject;
    const sandbox = openSandbox({ terraform, mirror: tools.mirror });
    try {
      const emulator = await startEmulator({ moto: tools.moto });
      // Whatever its name is where it was found: npm, npx and the app that cdktf starts call for `node`.
      mkdirSync(join(sandbox.folder, 'bin'));
      symlinkSync(node, join(sandbox.folder, 'bin', 'node'));
      return new Bench({ ...tools, terraform }, sandbox, emulator, signal);
    } catch (error) {
      sandbox.remove();
      throw error;
    }
  }

  /** Path of something in the sandbox. */
  path(...names: string[]): string {
    return join(this.sandbox.folder, ...names);
  }

  /** The environment of all that runs: the row's Node comes first on PATH, and calls of AWS reach the emulator. */
  env(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    const env = this.sandbox.env({ endpoint: this.emulator.url, extra });
    // Which of the user's tools are to be taken.
    const chosen = Object.entries(process.env).filter(([name]) => name.startsWith('OCTO_'));
    return {
      ...(Object.fromEntries(chosen) as Record<string, string>),
      ...env,
      OCTO_TERRAFORM: this.tools.terraform.path,
      PATH: [this.path('bin'), env['PATH']].join(delimiter),
    };
  }

  /** Runs a command; throws where it ends otherwise than it has to. */
  async run(command: string, args: readonly string[], call: Call = {}): Promise<RunResult> {
    const { cwd = CHECKOUT, status = 0, env = this.env() } = call;
    const result = await run(command, args, { cwd, env, signal: this.signal });
    if (result.status !== status) throw new CommandFailed([command, ...args].join(' '), result);
    return result;
  }

  /** A copy of the checkout for commands that write into it. */
  copy(): string {
    const copy = this.path('checkout');
    cpSync(CHECKOUT, copy, {
      recursive: true,
      filter: (path) => dirname(path) !== CHECKOUT || !LEFT.includes(basename(path)),
    });
    for (const name of ['node_modules', '.venv']) {
      if (existsSync(join(CHECKOUT, name))) symlinkSync(join(CHECKOUT, name), join(copy, name));
    }
    return copy;
  }

  async close(): Promise<void> {
    await this.emulator.stop();
    this.sandbox.remove();
  }
}
