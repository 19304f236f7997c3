import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { run } from '../../src/process/run';
import { baseEnv, downloadEnv } from '../sandbox/sandbox-env';
import { onPath, probe } from '../../src/process/find-program';
import type { Search } from '../../src/process/find-program';
import { firstUsable } from '../../src/process/terraform';
import type { Place, Terraform, TerraformKind } from '../../src/process/terraform';
import { foundOrInstalled } from './found-or-installed';
import { userCache } from './user-cache';

/** A release of Terraform or OpenTofu that Go builds from its sources, with the dependencies that its own go.sum pins. */
export interface Release {
  readonly kind: TerraformKind;
  /** As in `1.5.7`. */
  readonly version: string;
  /** The Go module that holds the sources. */
  readonly module: string;
  /** Checksum of the module, as go.sum has it. */
  readonly sum: string;
  /** The program's package in the module. */
  readonly program: string;
  /** Further flags for the linker. @default - none */
  readonly link?: string;
  /** The oldest Go that builds it, as in `1.26`. */
  readonly go: string;
  /** How long two processors build. */
  readonly minutes: number;
}

const FLAGS = ['-mod=readonly', '-trimpath', '-buildvcs=false'];
// No C library, so that the cached program runs on other machines too.
const BUILD_ENV = { CGO_ENABLED: '0' };

const STILL_BUILDING_MILLISECONDS = 60_000;

const TITLES: Readonly<Record<TerraformKind, string>> = { terraform: 'Terraform', tofu: 'OpenTofu' };

/** As in `OpenTofu 1.12.6`. */
export function titleOf({ kind, version }: Pick<Release, 'kind' | 'version'>): string {
  return `${TITLES[kind]} ${version}`;
}

/** Finds the release that an earlier run built. */
export function findRelease(release: Release): Search<Terraform> {
  const { found, tried } = firstUsable([placeOf(release)], [release.kind], release.version, {
    env: baseEnv(),
  });
  return found === undefined ? missing(release, tried) : { found };
}

/** As `findRelease()`; if it is not built, builds it with Go into the user's cache folder, outside the checkout. */
export function ensureRelease(
  release: Release,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Terraform>> {
  return foundOrInstalled(
    () => findRelease(release),
    false,
    () => buildRelease(release, progress, signal),
  );
}

/** Where the program that we build is kept, as a place to look into. */
export function placeOf(release: Release): Place {
  return [built(release), onPath(built(release))];
}

/** Builds a release. Returns what went wrong, `undefined` if all went well. */
export async function buildRelease(
  release: Release,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const go = usableGo(release);
  if (typeof go !== 'string') return go.problem;
  const target = built(release);
  const about = `about ${release.minutes} minutes, once`;
  progress(`Building ${titleOf(release)} with Go into ${dirname(target)} (${about}) …`);
  const started = Date.now();
  const heartbeat = setInterval(() => {
    progress(`still building (${Math.round((Date.now() - started) / 60_000)} min)`);
  }, STILL_BUILDING_MILLISECONDS);
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), 'build-'));
  try {
    const sources = await download(go, release, folder, signal);
    if (sources.problem !== undefined) return sources.problem;
    const partial = join(folder, release.kind);
    const env = { ...downloadEnv(), ...BUILD_ENV };
    const args = ['build', ...flags(release), '-o', partial, release.program];
    const { status, output } = await run(go, args, { cwd: sources.folder, env, signal });
    if (status !== 0) return `go build: ${endOf(output)}`;
    // Moved as a whole, so that two runs may build at once.
    renameSync(partial, target);
    return undefined;
  } finally {
    clearInterval(heartbeat);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Path of `go`, or why there is none that can build. */
function usableGo({ go }: Release): string | { problem: string } {
  const path = onPath('go');
  if (path === undefined) return { problem: 'go on PATH, to build it: not there' };
  // Outside every Go module, whose Go of choice would be downloaded first.
  const version = probe(path, ['env', 'GOVERSION'], { cwd: tmpdir() }).stdout.trim();
  if (version.localeCompare(`go${go}`, 'en', { numeric: true }) >= 0) return path;
  return {
    problem: `go on PATH, to build it: ${version === '' ? 'does not run' : `is too old: ${version}`}`,
  };
}

/**
 * Has Go download the sources, and compares their checksum. They are built where Go keeps them: replacements of
 * dependencies hold only in the module that is built, and `go install` of another module refuses them.
 */
async function download(
  go: string,
  { module, version, sum }: Release,
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<{ folder: string; problem?: undefined } | { problem: string }> {
  const args = ['mod', 'download', '-json', `${module}@v${version}`];
  const { status, stdout, output } = await run(go, args, { cwd, env: downloadEnv(), signal });
  if (status !== 0) return { problem: `go mod download: ${endOf(output)}` };
  const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  return Sum === sum ? { folder: Dir } : { problem: `go mod download: got checksum ${Sum}, expected ${sum}` };
}

function flags({ link }: Release): string[] {
  return [...FLAGS, `-ldflags=${['-s', '-w', ...(link === undefined ? [] : [link])].join(' ')}`];
}

/** One folder for each release, platform and set of sources and flags. */
function built(release: Release): string {
  const key = createHash('sha256').update([release.sum, ...flags(release)].join());
  const platform = `${process.platform}-${process.arch}`;
  const folder = `${release.version}-${platform}-${key.digest('hex').slice(0, 8)}`;
  return userCache(release.kind, folder, release.kind);
}

function endOf(output: string): string {
  return output.trim().split('\n').slice(-3).join(' ');
}

function missing(release: Release, tried: readonly string[]): Search<never> {
  return {
    problem: {
      what: `${titleOf(release)} is missing.`,
      tried,
      howToGet: `install Go ${release.go} or newer (go.dev/doc/install) and run the npm command again, which builds it once`,
    },
  };
}
