import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { run } from '../../src/process/run';
import { baseEnv, downloadEnv } from '../sandbox/sandbox-env';
import { onPath, probe } from '../../src/process/find-program';
import type { Search } from '../../src/process/find-program';
import { firstUsable } from '../../src/process/terraform';
import type { Place, Terraform } from '../../src/process/terraform';
import { userCache } from './user-cache';

/** From this version on `for_each` on a provider works in JSON syntax too. */
const OLDEST = '1.11.0';

/** The Go module with the version to build and its checksums. */
const GO_MODULE = join(__dirname, 'opentofu');
const PACKAGE = 'github.com/opentofu/opentofu/cmd/tofu';
const BUILD = [
  'build',
  '-trimpath',
  '-buildvcs=false',
  // Without `dev=no` a build calls itself 1.12.6-dev.
  '-ldflags=-s -w -X github.com/opentofu/opentofu/version.dev=no',
];
// No C library, so that the cached program runs on other machines too.
const BUILD_ENV = { CGO_ENABLED: '0' };

const STILL_BUILDING_MILLISECONDS = 60_000;

/** Finds `$OCTO_TOFU`, else `tofu` on PATH, else the one that an earlier run built; the first one that is new enough. */
export function findTofu(): Search<Terraform> {
  const chosen = process.env['OCTO_TOFU'];
  const places: readonly Place[] = chosen
    ? [[`OCTO_TOFU=${chosen}`, onPath(chosen)]]
    : [
        ['tofu on PATH', onPath('tofu')],
        [built(), onPath(built())],
      ];
  const { found, tried } = firstUsable(places, ['tofu'], OLDEST, { env: baseEnv() });
  return found === undefined ? missing(tried) : { found };
}

/** As `findTofu()`; if there is none, builds it with Go into the user's cache folder, outside the checkout. */
export async function ensureTofu(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Terraform>> {
  const search = findTofu();
  if (search.problem === undefined || process.env['OCTO_TOFU']) return search;
  const go = usableGo();
  const failure = typeof go === 'string' ? await build(go, progress, signal) : go.problem;
  return failure === undefined ? findTofu() : missing([...search.problem.tried, failure]);
}

/** Path of `go`, or why there is none that can build. */
function usableGo(): string | { problem: string } {
  const path = onPath('go');
  if (path === undefined) return { problem: 'go on PATH, to build it: not there' };
  // Not in the module's folder, where Go would first download the version that the module asks for.
  const version = probe(path, ['env', 'GOVERSION'], { cwd: tmpdir() }).stdout.trim();
  const isNewEnough = version.localeCompare(`go${oldestGo()}`, 'en', { numeric: true }) >= 0;
  if (isNewEnough) return path;
  return {
    problem: `go on PATH, to build it: ${version === '' ? 'does not run' : `is too old: ${version}`}`,
  };
}

/** Returns what went wrong, `undefined` if all went well. */
async function build(
  go: string,
  progress: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  progress(`Building OpenTofu with Go into ${dirname(built())} (about 7 minutes, once) …`);
  const started = Date.now();
  const heartbeat = setInterval(() => {
    progress(`still building (${Math.round((Date.now() - started) / 60_000)} min)`);
  }, STILL_BUILDING_MILLISECONDS);
  mkdirSync(dirname(built()), { recursive: true });
  const folder = mkdtempSync(join(dirname(built()), 'build-'));
  try {
    const partial = join(folder, 'tofu');
    const env = { ...downloadEnv(), ...BUILD_ENV };
    const args = [...BUILD, '-o', partial, PACKAGE];
    const { status, output } = await run(go, args, { cwd: GO_MODULE, env, signal });
    if (status !== 0) return `go build: ${output.trim().split('\n').slice(-3).join(' ')}`;
    // Moved as a whole, so that two runs may build at once.
    renameSync(partial, built());
    return undefined;
  } finally {
    clearInterval(heartbeat);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the program that we build is kept: one folder for each set of sources, platform and flags. */
function built(): string {
  const key = createHash('sha256').update([process.platform, process.arch, ...BUILD].join());
  for (const file of ['go.mod', 'go.sum']) key.update(readFileSync(join(GO_MODULE, file)));
  return userCache('opentofu', key.digest('hex').slice(0, 16), 'tofu');
}

/** As in `1.26`. */
function oldestGo(): string {
  const text = readFileSync(join(GO_MODULE, 'go.mod'), 'utf8');
  return /^go (\d+\.\d+)/m.exec(text)?.[1] ?? '';
}

function missing(tried: readonly string[]): Search<never> {
  return {
    problem: {
      what: `OpenTofu ${OLDEST} or newer is missing.`,
      tried,
      howToGet:
        'install OpenTofu (opentofu.org/docs/intro/install) so that tofu is on PATH, or set OCTO_TOFU to the program; ' +
        `or install Go ${oldestGo()} or newer (go.dev/doc/install) and run \`npm test\`, which builds it once`,
    },
  };
}
