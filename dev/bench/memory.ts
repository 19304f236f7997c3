import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** How the peaks are measured, for the report. */
export const MEMORY_METHOD =
  'peak of the resident memory (/proc) of Terraform and its providers together, sampled every 50 ms; what processes of one program have mapped from files counts once';

const INTERVAL_MILLISECONDS = 50;

/** The kernel cuts names of processes to this length. */
const NAME_LENGTH = 15;

/**
 * Does some work and watches the memory of processes that this one starts meanwhile, and that they start.
 *
 * @param names of the processes that count, as beginnings of their names
 * @returns megabytes; undefined where the system has no /proc
 */
export async function peakMegabytes(
  names: readonly string[],
  work: () => Promise<unknown>,
): Promise<number | undefined> {
  if (!existsSync('/proc/self/status')) {
    await work();
    return undefined;
  }
  const beginnings = names.map((name) => name.slice(0, NAME_LENGTH));
  let peak = 0;
  const timer = setInterval(
    () => (peak = Math.max(peak, residentKilobytes(beginnings))),
    INTERVAL_MILLISECONDS,
  );
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return (peak * 1_024) / 1_000_000;
}

interface Process {
  readonly name: string;
  readonly parent: number;
  /** Its own, and what it has mapped from files: the program above all, which its like share with it. */
  readonly ownKilobytes: number;
  readonly fileKilobytes: number;
}

function residentKilobytes(beginnings: readonly string[]): number {
  const processes = allProcesses();
  const isOurs = (pid: number): boolean => {
    for (let at = processes.get(pid); at !== undefined; at = processes.get(at.parent)) {
      if (at.parent === process.pid) return true;
    }
    return false;
  };
  const ours = [...processes]
    .filter(([pid, { name }]) => beginnings.some((beginning) => name.startsWith(beginning)) && isOurs(pid))
    .map(([, found]) => found);
  const files = new Map<string, number>();
  for (const { name, fileKilobytes } of ours) {
    files.set(name, Math.max(fileKilobytes, files.get(name) ?? 0));
  }
  return [...ours.map(({ ownKilobytes }) => ownKilobytes), ...files.values()].reduce(
    (sum, kilobytes) => sum + kilobytes,
    0,
  );
}

function allProcesses(): Map<number, Process> {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const found = new Map<number, Process>();
  for (const pid of pids) {
    const status = readStatus(pid);
    const value = (key: string): string => new RegExp(`^${key}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? '';
    const kilobytes = (key: string): number => Number.parseInt(value(key), 10);
    // Threads of the kernel have no memory of their own, and a process may be gone since the listing.
    if (status === '' || value('VmRSS') === '') continue;
    found.set(Number(pid), {
      name: value('Name'),
      parent: Number(value('PPid')),
      ownKilobytes: kilobytes('RssAnon') + kilobytes('RssShmem'),
      fileKilobytes: kilobytes('RssFile'),
    });
  }
  return found;
}

function readStatus(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
