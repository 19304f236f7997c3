import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailed } from '../../src/process/run';
import type { Configuration } from './configuration';

/** One of several applies of a configuration. */
export interface Turn {
  readonly name: string;
  /** Terraform variables, as JSON, beside those that the configuration's place gives. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The module that holds Terraform up while what was applied is looked at: it runs a command of the shell. */
const PAUSE = {
  variable: { command: { type: 'string' } },
  resource: {
    terraform_data: {
      pause: {
        triggers_replace: '${var.command}',
        provisioner: { 'local-exec': { command: '${var.command}' } },
      },
    },
  },
};

/**
 * Applies a configuration with one set of variables after the other, each group of them from nothing, and calls
 * `applied` after each. It is all one process, of `terraform test`, which reads the configuration once.
 */
export async function applyInTurn(
  stack: Configuration,
  groups: readonly (readonly Turn[])[],
  applied: (turn: Turn) => Promise<void>,
): Promise<void> {
  const turns = groups.flat();
  const here = (turn: Turn): string => join(stack.folder, `here_${turns.indexOf(turn)}`);
  const goOn = (turn: Turn): string => join(stack.folder, `go_on_${turns.indexOf(turn)}`);

  mkdirSync(join(stack.folder, 'pause'));
  writeFileSync(join(stack.folder, 'pause', 'main.tf.json'), JSON.stringify(PAUSE));
  groups.forEach((group, index) => {
    const run = group.flatMap((turn) => {
      const number = turns.indexOf(turn);
      const command = `touch '${here(turn)}'; until [ -e '${goOn(turn)}' ]; do sleep 0.05; done`;
      return [
        { [`apply_${number}`]: { variables: turn.variables } },
        { [`pause_${number}`]: { module: { source: './pause' }, variables: { command } } },
      ];
    });
    writeFileSync(join(stack.folder, `group_${index}.tftest.json`), JSON.stringify({ run }));
  });

  await stack.init();
  const ended = new AbortController();
  const test = stack.terraform(['test', '-no-color']).finally(() => {
    ended.abort();
  });
  const lookAtEach = async (): Promise<void> => {
    for (const turn of turns) {
      while (!existsSync(here(turn)) && !ended.signal.aborted) await sleep(25);
      if (ended.signal.aborted) return;
      await applied(turn).finally(() => {
        writeFileSync(goOn(turn), '');
      });
    }
  };
  const [result] = await Promise.all([test, lookAtEach()]);
  if (result.status !== 0) throw new CommandFailed('terraform test', result);
}
