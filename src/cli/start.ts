import { CommanderError } from 'commander';
import { ErrorInWords } from '../names/error-in-words';
import { EXIT_STATUSES } from '../names/exit-status';
import type { ErrorReport } from '../usage/error-report';
import { octoAccess } from './program';

const inJson = process.argv.includes('--json');

/**
 * Runs the command that the process was started with, and sets its exit status.
 *
 * @param prepare is awaited before a command loads what it needs
 */
export function start(prepare: () => Promise<unknown> = () => Promise.resolve()): void {
  // The reader of the output, as in `| head`, may have read enough: an account in the middle of a deployment has not.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const program = octoAccess().hook('preAction', async () => {
    await prepare();
  });
  // With --json standard output holds one object, which says what standard error would.
  if (inJson) {
    for (const command of [program, ...program.commands])
      command.configureOutput({ writeErr: () => undefined });
  }
  program.parseAsync().catch(fail);
}

function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return;
    process.exitCode = EXIT_STATUSES.usage.status;
    // commander has said it in words already.
    if (inJson) say({ error: { message: error.message.replace(/^error: /, '') } });
    return;
  }
  if (error instanceof ErrorInWords) {
    const { message, problems, exitStatus } = error;
    process.exitCode = exitStatus;
    if (inJson) say({ error: { message, ...(problems.length > 0 && { problems }) } });
    else console.error(message);
    return;
  }
  // Any other error is a fault of ours and shows where.
  process.exitCode = EXIT_STATUSES.failed.status;
  if (inJson) say({ error: { message: String(error) } });
  console.error(error);
}

function say(report: ErrorReport): void {
  console.log(JSON.stringify(report, null, 2));
}
