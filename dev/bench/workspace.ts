import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CommandFailed, run, runOrFail, type RunResult } from '../../src/process/run';
import type { Sandbox } from '../sandbox/sandbox';
import type { Toolchain } from '../toolchain/toolchain';
import { peakMegabytes } from './memory';
import { seconds } from './measure';
import { EXAMPLE_INPUTS } from '../example-inputs';

const MODULE = resolve(__dirname, '../..', 'modules', 'octo-access');

/** The committed module, called as a user calls it. */
export const THROUGH_MODULE = {
  provider: { aws: {} },
  module: {
    octo_access: {
      source: './octo-access',
      ...EXAMPLE_INPUTS,
    },
  },
};

/** The least that a configuration with the AWS provider can do: one data source. */
export const ONE_DATA_SOURCE = {
  provider: { aws: {} },
  data: { aws_caller_identity: { current: {} } },
};

/** What a command of Terraform took. */
export interface Cost {
  readonly seconds: number;
  /** Absent where it cannot be measured. */
  readonly megabytes?: number;
}

/** An initialised configuration with a state of its own, aimed at an emulator. */
export interface Workspace {
  readonly apply: () => Promise<RunResult>;
  /** A plan, which must find nothing to do. */
  readonly planNothing: () => Promise<RunResult>;
  readonly destroy: () => Promise<RunResult>;
}

export interface WorkspaceOptions {
  readonly sandbox: Sandbox;
  readonly terraform: Toolchain['terraform'];
  /** URL of the emulator. */
  readonly endpoint: string;
  /** URL for the plans. @default - the emulator */
  readonly planEndpoint?: string;
  readonly signal: AbortSignal;
}

/** Writes a configuration, or copies the one in a folder, to a folder of the sandbox and initialises it. */
export async function openWorkspace(
  name: string,
  configuration: object | string,
  { sandbox, terraform, endpoint, planEndpoint = endpoint, signal }: WorkspaceOptions,
): Promise<Workspace> {
  const cwd = join(sandbox.folder, name);
  mkdirSync(cwd);
  if (typeof configuration === 'string') {
    cpSync(configuration, cwd, {
      recursive: true,
      filter: (path) => !/\.terraform|\.tfstate/.test(basename(path)),
    });
  } else {
    cpSync(MODULE, join(cwd, 'octo-access'), { recursive: true });
    writeFileSync(join(cwd, 'main.tf.json'), JSON.stringify(configuration, null, 2));
  }
  const options = { cwd, env: sandbox.env({ endpoint }), signal };
  const call = (...args: string[]): Promise<RunResult> =>
    runOrFail(terraform.path, [...args, '-input=false', '-no-color'], options);
  await call('init');
  return {
    apply: () => call('apply', '-auto-approve'),
    planNothing: async () => {
      const args = ['plan', '-detailed-exitcode', '-input=false', '-no-color'];
      const env = sandbox.env({ endpoint: planEndpoint });
      const result = await run(terraform.path, args, { ...options, env });
      // 2 is a plan with changes: then this is no measurement of a plan without.
      if (result.status !== 0) throw new CommandFailed([terraform.path, ...args].join(' '), result);
      return result;
    },
    destroy: () => call('destroy', '-auto-approve'),
  };
}

/** What a command of Terraform costs, its providers included. */
export async function cost(
  terraform: Toolchain['terraform'],
  command: () => Promise<unknown>,
): Promise<Cost> {
  let taken = 0;
  const names = [basename(terraform.path), 'terraform-provider-'];
  const megabytes = await peakMegabytes(names, async () => {
    taken = await seconds(command);
  });
  return { seconds: taken, megabytes };
}
