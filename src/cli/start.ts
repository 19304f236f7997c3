import { CommanderError } from 'commander';
import { ErrorInWords } from '../names/error-in-words';
import { EXIT_STATUSES } from '../names/exit-status';
import { printableJson, printableLines } from '../text/printable';
import type { ErrorReport } from '../usage/error-report';
import { octoAccess } from './program';

const inJson = process.argv.includes('--json');

/**
 * Runs the command that the process was started with, and sets its exit status.
 *
 * @param prepare is awaited before a command loads its modules
 */
export function start(prepare: () => Promise<unknown> = () => Promise.resolve()): void {
  // The reader of the output, like `| head`, may close it early. An account in the middle of a deployment goes on.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const program = octoAccess().hook('preAction', async () => {
    await prepare();
  });
  // With --json the error goes to standard output, as one object, instead of standard error.
  if (inJson) {
    for (const command of [program, ...program.commands])
      command.configureOutput({ writeErr: () => undefined });
  }
  program.parseAsync().catch(fail);
}

/** The exit status of a command that ends with an error; 0 if it only printed its help or version. */
export function statusOfError(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? EXIT_STATUSES.done.status : EXIT_STATUSES.usage.status;
  return error instanceof ErrorInWords ? error.exitStatus : EXIT_STATUSES.problem.status;
}

function fail(error: unknown): void {
  process.exitCode = statusOfError(error);
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return;
    // commander has already printed the error.
    if (inJson) say({ error: { message: error.message.replace(/^error: /, '') } });
    return;
  }
  if (error instanceof ErrorInWords) {
    const { message, problems } = error;
    if (inJson) say({ error: { message, ...(problems.length > 0 && { problems }) } });
    else console.error(printableLines(message));
    return;
  }
  // Any other error is a bug of this project, so its stack is printed.
  if (inJson) say({ error: { message: String(error) } });
  console.error(error);
}

function say(report: ErrorReport): void {
  console.log(printableJson(report));
}
