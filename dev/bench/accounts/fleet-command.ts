import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailed, run } from '../../../src/process/run';
import type { WorkspaceOptions } from '../workspace';
import { fleetFile } from './fleet-file';
import type { Ending } from './results';

const PROJECT = resolve(__dirname, '../../..');
const COMMAND = join(PROJECT, 'src', 'cli', 'octo-access.mjs');

/** A generated fleet file in the sandbox, a state an account. */
export interface BenchFleet {
  /** Holds the fleet file and the states. */
  readonly folder: string;
  /** Runs `octo-access` on the file. */
  run(...args: readonly string[]): Promise<Ending>;
  /** The same, and fails unless every account is done, or as it should be, and nothing is left to do. */
  succeed(...args: readonly string[]): Promise<Ending>;
  /** Writes the file again, for so many accounts. */
  resize(accounts: number): void;
}

/**
 * Writes a fleet file of so many accounts into the sandbox.
 *
 * @param command path of `octo-access`. @default - that of the checkout
 */
export function openFleet(
  accounts: number,
  { sandbox, endpoint, signal }: Pick<WorkspaceOptions, 'sandbox' | 'endpoint' | 'signal'>,
  command = COMMAND,
): BenchFleet {
  const folder = join(sandbox.folder, 'fleet');
  mkdirSync(folder);
  const file = join(folder, 'octo.yaml');
  const resize = (count: number): void => {
    writeFileSync(file, fleetFile('stack-per-account', count));
  };
  const runCommand = async (...given: readonly string[]): Promise<Ending> => {
    const args = [...given, '--file', file, '--json'];
    const options = { cwd: PROJECT, env: sandbox.env({ endpoint }), signal };
    const result = await run(process.execPath, [command, ...args], options);
    try {
      const said = JSON.parse(result.stdout) as { accounts: { id: string; status: string }[] };
      const having = (done: boolean): string[] =>
        said.accounts.filter(({ status }) => ['done', 'same'].includes(status) === done).map(({ id }) => id);
      return { status: result.status, done: having(true), failed: having(false) };
    } catch {
      throw new CommandFailed(args.join(' '), result);
    }
  };
  resize(accounts);
  return {
    folder,
    resize,
    run: runCommand,
    succeed: async (...args) => {
      const ending = await runCommand(...args);
      // 2 is a plan with changes: then this is no measurement of a plan without.
      if (ending.status === 0) return ending;
      throw new Error(`${args.join(' ')} ended with status ${ending.status}: ${ending.failed.join(', ')}`);
    },
  };
}
