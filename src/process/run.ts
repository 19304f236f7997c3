import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

import { signalGroup, spawnGuarded } from './guarded-spawn';

export interface RunOptions {
  readonly cwd: string;
  /** The whole environment of the child, from `sandboxEnv()` or `baseEnv()`. */
  readonly env: Readonly<Record<string, string>>;
  /** Its name in errors. @default - the command and its arguments */
  readonly name?: string;
  /** Called with each line as it comes, from both streams, without colours. @default - nothing */
  readonly onLine?: (line: string) => void;
  /** Ends the child when it fires. @default - never */
  readonly signal?: AbortSignal | undefined;
  /** How long an interrupted child may take to end by itself before it is killed. @default - 2 seconds */
  readonly graceMilliseconds?: number;
}

export interface RunResult {
  /** The exit status; if a signal ended the child, 128 plus the signal's number as in shells, or 129. */
  readonly status: number;
  /** Standard output alone. */
  readonly stdout: string;
  /** Both streams in the order in which they came, without colours. */
  readonly output: string;
  readonly seconds: number;
}

const GRACE_MILLISECONDS = 2_000;
const TAIL_LINES = 40;

/** Runs a program to its end and reports how it ended; throws only if the signal ended it. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, onLine, signal, graceMilliseconds = GRACE_MILLISECONDS }: RunOptions,
): Promise<RunResult> {
  signal?.throwIfAborted();
  const started = Date.now();
  const child = spawnGuarded(command, args, { cwd, env, stdout: 'pipe', stderr: 'pipe' });
  const lines: string[] = [];
  const stdout: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (raw) => {
      const line = stripVTControlCharacters(raw).trimEnd();
      lines.push(line);
      if (stream === child.stdout) stdout.push(raw);
      onLine?.(line);
    });
  }
  const stop = (): void => {
    end(child, graceMilliseconds);
  };
  signal?.addEventListener('abort', stop);
  const status = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 129);
    });
  }).finally(() => signal?.removeEventListener('abort', stop));
  signal?.throwIfAborted();
  const seconds = (Date.now() - started) / 1_000;
  return { status, stdout: stdout.join('\n'), output: lines.join('\n'), seconds };
}

/** A program ended with an unexpected status; the message ends with the program's last output. */
export class CommandFailed extends Error {
  public constructor(name: string, { status, output }: RunResult) {
    const tail = output.split('\n').slice(-TAIL_LINES);
    super(`${name} ended with status ${status}. Its last output:\n${indent(tail).join('\n')}`);
    this.name = 'CommandFailed';
  }
}

/** As `run()`, but any exit status other than 0 throws `CommandFailed`. */
export async function runOrFail(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.status !== 0) {
    throw new CommandFailed(options.name ?? [command, ...args].join(' '), result);
  }
  return result;
}

/** Interrupts the child, as Ctrl-C does, and kills its process group if it has not ended after the grace time. */
function end(child: ChildProcess, graceMilliseconds: number): void {
  signalGroup(child, 'SIGINT');
  const killing = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
  }, graceMilliseconds).unref();
  child.once('close', () => {
    clearTimeout(killing);
  });
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
