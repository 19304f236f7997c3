import {
  copyFileSync,
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
import { run } from '../process/run';
import { REQUIRED } from '../names/versions';
import { FleetRunError } from './targets';
import { TerraformSays } from './terraform-says';

const LOCK = '.terraform.lock.hcl';
const PROVIDERS = join('.terraform', 'providers');
const CACHE = join('.terraform', 'plugin-cache');

/** Where and how a fleet is worked on. */
export interface Site {
  /** Folder of the fleet file; the lock file of all stacks lies there. */
  readonly folder: string;
  /** What CDKTF synthesized into. */
  readonly out: string;
  /** Whether runs are at HCP Terraform, which is sent the files of each stack's folder. */
  readonly remote: boolean;
  /** Path of Terraform or OpenTofu. */
  readonly terraform: string;
  /** The whole environment of Terraform. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Installs the AWS provider once for all stacks: it is 700 MB, and Terraform's plugin cache is not safe for several at
 * once. The version is that of the lock file; where there is none yet, the newest, which the lock file then keeps.
 *
 * @throws FleetRunError with what Terraform said
 */
export async function installProvider(site: Site): Promise<InstalledProvider> {
  const { folder, out, remote, terraform, env, signal } = site;
  const home = join(out, 'provider');
  const lock = join(folder, LOCK);
  mkdirSync(home, { recursive: true });
  const requirement = { aws: { source: 'hashicorp/aws', version: REQUIRED.aws } };
  writeFileSync(
    join(home, 'main.tf.json'),
    JSON.stringify({ terraform: { required_providers: requirement } }),
  );
  if (existsSync(lock)) copyFileSync(lock, join(home, LOCK));
  else rmSync(join(home, LOCK), { force: true });
  const says = new TerraformSays();
  const { status, output } = await run(terraform, ['init', '-input=false', '-no-color'], {
    cwd: home,
    env,
    signal,
    onLine: (line) => says.hear(line),
  });
  if (status !== 0) {
    throw new FleetRunError(
      `the AWS provider cannot be installed, so no account was touched: ${says.reason() ?? output}`,
    );
  }
  copyFileSync(join(home, LOCK), lock);
  const locked = readFileSync(lock, 'utf8');
  const packages = packagesOf(locked, join(home, PROVIDERS));
  if (packages.length === 0) {
    throw new FleetRunError(
      `the AWS provider is not where Terraform installs it, so no account was touched: ${join(home, PROVIDERS)}`,
    );
  }
  const standIns = join(home, 'stand-ins');
  for (const folder of packages) writeStandIn(join(home, PROVIDERS, folder), join(standIns, folder));
  return new InstalledProvider({ folder: join(home, PROVIDERS), packages, standIns, lock: locked, remote });
}

interface Installation {
  /** Where the provider was installed. */
  readonly folder: string;
  /** Folders of packages below it. */
  readonly packages: readonly string[];
  /** The same folders with empty files. */
  readonly standIns: string;
  /** Text of the lock file. */
  readonly lock: string;
  readonly remote: boolean;
}

/** The provider in the one place where it was installed, its checksums compared. */
export class InstalledProvider {
  /** Folders of stacks whose `init` has not ended. */
  private readonly unsettled = new Set<string>();

  constructor(private readonly installation: Installation) {}

  /**
   * What `init` of a stack is told, so that it asks nobody for the provider. `init` starts no provider, but reads every
   * byte of it, half a second for each stack: it is given empty files of the same names.
   */
  get initArguments(): readonly string[] {
    return [`-plugin-dir=${this.installation.standIns}`];
  }

  /** What `init` of a stack needs in its environment: a plugin cache of its own, so that the user's gets no empty files. */
  initEnv(stackFolder: string): Readonly<Record<string, string>> {
    return { TF_PLUGIN_CACHE_DIR: join(stackFolder, CACHE) };
  }

  /** Before `init`: the stack has the version of the lock file, and nothing from earlier. */
  prepare(stackFolder: string): void {
    this.unsettled.add(stackFolder);
    rmSync(join(stackFolder, PROVIDERS), { recursive: true, force: true });
    mkdirSync(join(stackFolder, CACHE), { recursive: true });
    writeFileSync(join(stackFolder, LOCK), withoutChecksums(this.installation.lock));
  }

  /**
   * After `init`, however it ended: the stack has the provider itself. `init` writes checksums, and remembers the folder
   * for whoever calls it next.
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
    // Who runs it elsewhere installs a provider of his own, which is to be the same.
    writeFileSync(join(stackFolder, LOCK), remote ? lock : withoutChecksums(lock));
  }

  /** Where nobody waits for the end of an `init` any more: no stack keeps an empty provider. */
  settleAll(): void {
    for (const stackFolder of this.unsettled) this.settle(stackFolder);
  }
}

/** Compared once; otherwise every command of every stack would read the 700 MB of the provider again. */
function withoutChecksums(lock: string): string {
  return lock.replace(/\n *hashes = \[[^\]]*\]/g, '');
}

/** Where Terraform installs what a lock file names: `HOST/NAMESPACE/NAME/VERSION/PLATFORM`; only what is there. */
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

/** A package of the same files, all empty. Another run may be reading them: they are never other than empty. */
function writeStandIn(folder: string, standIn: string): void {
  mkdirSync(standIn, { recursive: true });
  for (const name of readdirSync(folder)) writeFileSync(join(standIn, name), '', { mode: 0o755 });
}
