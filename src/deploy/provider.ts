import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { FleetBackend } from '../fleet/fleet';
import { run } from '../process/run';
import { LOCK_FILE, mergedLockFile } from './lock-file';
import { REQUIRED } from '../names/versions';
import { FleetRunError } from './targets';
import { TerraformOutput } from './terraform-output';

const PROVIDERS = join('.terraform', 'providers');
const CACHE = join('.terraform', 'plugin-cache');

/** Where and how Terraform runs for a fleet. */
export interface Site {
  /** Folder of the fleet file and of the lock file that all stacks share. */
  readonly folder: string;
  /** Folder that CDKTF synthesized into. */
  readonly out: string;
  /** Where states are kept. With `cloud`, HCP Terraform receives the files of each stack's folder. */
  readonly backend: FleetBackend['type'];
  /** Path of Terraform or OpenTofu. */
  readonly terraform: string;
  /** The whole environment of Terraform. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Installs the AWS provider once for all stacks: it is 700 MB, and Terraform's plugin cache is not safe for concurrent
 * runs. The version is the one in the lock file; without a lock file, the newest version is installed and locked.
 *
 * @throws FleetRunError with Terraform's error
 */
export async function installProvider(site: Site): Promise<InstalledProvider> {
  const { folder, out, backend, terraform, env, signal } = site;
  const home = join(out, 'provider');
  const lock = join(folder, LOCK_FILE);
  const before = existsSync(lock) ? readFileSync(lock, 'utf8') : '';
  mkdirSync(home, { recursive: true });
  const requirement = { aws: { source: 'hashicorp/aws', version: REQUIRED.aws } };
  writeFileSync(
    join(home, 'main.tf.json'),
    JSON.stringify({ terraform: { required_providers: requirement } }),
  );
  if (before === '') rmSync(join(home, LOCK_FILE), { force: true });
  else writeFileSync(join(home, LOCK_FILE), before);
  const terraformOutput = new TerraformOutput();
  const { status, output } = await run(terraform, ['init', '-input=false', '-no-color'], {
    cwd: home,
    env,
    signal,
    onLine: (line) => terraformOutput.read(line),
  });
  if (status !== 0) {
    throw new FleetRunError(
      `the AWS provider cannot be installed, so nothing was begun: ${terraformOutput.reason() ?? output}`,
    );
  }
  const locked = readFileSync(join(home, LOCK_FILE), 'utf8');
  const after = mergedLockFile(before, locked);
  if (after !== before) writeFileSync(lock, after);
  const packages = packagesOf(locked, join(home, PROVIDERS));
  if (packages.length === 0) {
    throw new FleetRunError(
      `the AWS provider is not where Terraform installs it, so nothing was begun: ${join(home, PROVIDERS)}`,
    );
  }
  const stubs = join(home, 'stubs');
  for (const folder of packages) writeStub(join(home, PROVIDERS, folder), join(stubs, folder));
  return new InstalledProvider({
    folder: join(home, PROVIDERS),
    packages,
    stubs,
    lock: locked,
    remote: backend === 'cloud',
  });
}

interface Installation {
  /** Where the provider was installed. */
  readonly folder: string;
  /** Folders of packages below it. */
  readonly packages: readonly string[];
  /** Folder with stubs of the packages: the same files, all empty. */
  readonly stubs: string;
  /** Text of the lock file. */
  readonly lock: string;
  readonly remote: boolean;
}

/** The provider, installed once and with verified checksums. */
export class InstalledProvider {
  /** Folders of stacks whose `init` is still running. */
  private readonly unsettled = new Set<string>();

  constructor(private readonly installation: Installation) {}

  /**
   * Arguments of a stack's `init`, so that it downloads no provider. `init` does not start the provider but reads every
   * byte of it, which takes half a second for each stack: so it gets the stubs instead.
   */
  get initArguments(): readonly string[] {
    return [`-plugin-dir=${this.installation.stubs}`];
  }

  /** Environment of a stack's `init`: a plugin cache of its own, so that no stub gets into the user's cache. */
  initEnv(stackFolder: string): Readonly<Record<string, string>> {
    return { TF_PLUGIN_CACHE_DIR: join(stackFolder, CACHE) };
  }

  /** Before `init`: gives the stack the locked version and removes any earlier provider. */
  prepare(stackFolder: string): void {
    this.unsettled.add(stackFolder);
    rmSync(join(stackFolder, PROVIDERS), { recursive: true, force: true });
    mkdirSync(join(stackFolder, CACHE), { recursive: true });
    writeFileSync(join(stackFolder, LOCK_FILE), withoutChecksums(this.installation.lock));
  }

  /**
   * After `init`, whether it succeeded or not: replaces the stubs by the provider. Also undoes two effects of `init`: it
   * writes checksums of the stubs, and it remembers their folder for the next `init`.
   */
  settle(stackFolder: string): void {
    const { folder, packages, lock, remote } = this.installation;
    this.unsettled.delete(stackFolder);
    rmSync(join(stackFolder, '.terraform', 'plugin_path'), { force: true });
    rmSync(join(stackFolder, CACHE), { recursive: true, force: true });
    for (const one of packages) {
      const link = join(stackFolder, PROVIDERS, one);
      rmSync(link, { recursive: true, force: true });
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(realpathSync(join(folder, one)), link);
    }
    // HCP Terraform installs the provider itself and must get the same one, so it needs the checksums.
    writeFileSync(join(stackFolder, LOCK_FILE), remote ? lock : withoutChecksums(lock));
  }

  /** When this process ends before an `init` does: no stack keeps a stub. */
  settleAll(): void {
    for (const stackFolder of this.unsettled) this.settle(stackFolder);
  }
}

/** The checksums were verified once; with them, every command of every stack would read the provider's 700 MB again. */
function withoutChecksums(lock: string): string {
  return lock.replace(/\n *hashes = \[[^\]]*\]/g, '');
}

/** The installed packages of a lock file's providers: `HOST/NAMESPACE/NAME/VERSION/PLATFORM`. */
function packagesOf(lock: string, folder: string): string[] {
  return [...lock.matchAll(/provider "([^"]+)" \{\s*version\s*=\s*"([^"]+)"/g)].flatMap(
    ([, address = '', version = '']) =>
      platformsIn(join(folder, address, version)).map((platform) => join(address, version, platform)),
  );
}

function platformsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory(),
  );
}

/** Writes a package of the same files, all empty. They are never anything else, because another run may be reading them. */
function writeStub(folder: string, stub: string): void {
  mkdirSync(stub, { recursive: true });
  for (const name of readdirSync(folder)) writeFileSync(join(stub, name), '', { mode: 0o755 });
}
