import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';

export interface GuardedSpawnOptions {
  /** @default - this process's own */
  readonly cwd?: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its output goes, as `child_process.spawn` takes it. */
  readonly stdout: 'pipe' | number;
  readonly stderr: 'pipe' | number;
  /** A folder to remove when this process ends before the child. @default - none */
  readonly removeFolder?: string;
}

/**
 * Runs a program, and kills it with all its children as soon as our end of the shell's standard input closes.
 *
 * The kernel closes that end however this process ends, even by `kill -9`. `$0` is the folder to remove, or empty.
 */
const GUARD = `
exec 3<&0
{ cat <&3; [ -z "$0" ] || rm -rf "$0"; kill -9 0; } >/dev/null 2>&1 &
guard=$!
"$@" </dev/null 3<&-
status=$?
kill -9 $guard
wait $guard 2>/dev/null
exit $status`;

/**
 * Spawns a child that cannot outlive this process. It has a session of its own, so that Ctrl-C reaches it only through
 * this process and stops a run once and cleanly. The pid is that of its process group. Needs a POSIX shell.
 */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  { cwd, env, stdout, stderr, removeFolder = '' }: GuardedSpawnOptions,
): ChildProcess {
  const stdio: StdioOptions = ['pipe', stdout, stderr];
  const child = spawn('sh', ['-c', GUARD, removeFolder, command, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env,
    detached: true,
    stdio,
  });
  // If the child ends first, the closing pipe is no error.
  child.stdin?.on('error', () => undefined);
  return child;
}

/** Sends a signal to a guarded child and all its children. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}
