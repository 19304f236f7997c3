import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalGroup, spawnGuarded } from '../../src/process/guarded-spawn';
import type { RunResult } from '../../src/process/run';
import type { Kill } from './attacks';
import type { Site } from './bench';
import { startFaultProxy, type FaultProxy } from './fault-proxy';
import type { Command } from './job';
import type { Seeded } from './seeds';

/** How a disturbed run went. */
export interface Disturbed extends Pick<RunResult, 'status' | 'stdout' | 'output'> {
  /** How often each fault happened. */
  readonly faults: Readonly<Record<string, number>>;
  /** Whether the moment came for which the run was to be killed. */
  readonly killed: boolean;
  /** Processes that went on after the command had ended. */
  readonly left: readonly string[];
}

/** Between two signals, as somebody who is impatient sends them. */
const PAUSE = 500;

/** Exit status of a command that a signal ended, as `run()` has it. */
const KILLED = 129;

/** What a killed command started may take so long to end. */
const ENDS_WITHIN = 10_000;

/**
 * Runs a command while its calls are disturbed as the seed says, to its end or until it is killed. One that is killed has
 * providers of its own, which are to end with it.
 */
export async function disturb(
  site: Site,
  command: Command,
  seeded: Seeded,
  signal: AbortSignal,
): Promise<Disturbed> {
  const { kill } = seeded.attack;
  const line = kill ? await startFaultProxy(site.emulator, seeded) : site.line;
  const { program, args, cwd } = command;
  const env = await site.env(kill && line.url);
  const child = spawnGuarded(program, args, { cwd, env, stdout: 'pipe', stderr: 'pipe' });
  const stop = (): void => {
    signalGroup(child, 'SIGKILL');
  };
  signal.addEventListener('abort', stop);
  let killed = false;
  line.begin(async (account) => {
    killed = true;
    return kill === undefined ? 'answer' : end(child, kill, site, account);
  });
  try {
    const closed = once(child, 'close');
    const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
    const [code] = (await closed) as [number | null];
    return {
      status: code ?? KILLED,
      stdout,
      output: `${stdout}\n${stderr}`,
      faults: Object.fromEntries(line.faults),
      killed,
      left: await leftOver(site, kill && line),
    };
  } finally {
    signal.removeEventListener('abort', stop);
    line.end();
    if (line !== site.line) await line.stop();
  }
}

async function read(stream: ChildProcess['stdout']): Promise<string> {
  return stream === null ? '' : text(stream);
}

/** Sends the signals, and says whether the call at this moment is to be answered. */
async function end(
  child: ChildProcess,
  { signals, whom }: Kill,
  site: Site,
  account: string,
): Promise<'answer' | 'cut'> {
  for (const [index, signal] of signals.entries()) {
    if (index > 0) await sleep(PAUSE);
    if (whom === 'command') signalGroup(child, signal);
    else process.kill(terraformOf(site, account), signal);
  }
  // A command that ends in order waits for its calls; a killed one has nobody who would hear the answer.
  return signals.length > 1 || signals.includes('SIGKILL') ? 'cut' : 'answer';
}

/** The Terraform that works on an account: the last one in its folder. */
function terraformOf({ started }: Site, account: string): number {
  const lines = readFileSync(started, 'utf8').trim().split('\n');
  const own = lines.filter((line) => account === '' || basename(line).endsWith(account));
  const id = Number.parseInt(own.at(-1) ?? '', 10);
  if (Number.isNaN(id)) throw new Error(`no Terraform was at work on ${account || 'the account'}`);
  return id;
}

/** What still runs a while after the command ended. */
async function leftOver({ started }: Site, own: FaultProxy | undefined): Promise<string[]> {
  const deadline = Date.now() + ENDS_WITHIN;
  for (;;) {
    const running = readFileSync(started, 'utf8')
      .split('\n')
      .map((line) => Number.parseInt(line, 10))
      .filter((pid) => !Number.isNaN(pid) && isRunning(pid));
    const connections = (await own?.connections()) ?? 0;
    const left = [
      ...running.map((pid) => `Terraform, process ${pid}`),
      ...(connections === 0 ? [] : [`a provider, with ${connections} connections`]),
    ];
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(50);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
