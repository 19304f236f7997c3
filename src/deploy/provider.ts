import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../../tools/run';
import { REQUIRED } from '../versions';
import { FleetRunError } from './targets';
import { TerraformSays } from './terraform-says';

const LOCK = '.terraform.lock.hcl';
const PROVIDERS = join('.terraform', 'providers');

/** Of `HOST/NAMESPACE/NAME/VERSION/PLATFORM`. */
const PACKAGE_DEPTH = 5;

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
  return new InstalledProvider(home, readFileSync(lock, 'utf8'), remote);
}

/** The provider in the one place where it was installed, its checksums compared. */
export class InstalledProvider {
  /** Platform folders of providers, `HOST/NAMESPACE/NAME/VERSION/PLATFORM`. */
  private readonly packages: readonly string[];
  private readonly standIns: string;

  /** @param home where `terraform init` installed it */
  constructor(
    private readonly home: string,
    private readonly lock: string,
    private readonly remote: boolean,
  ) {
    this.packages = foldersAt(join(home, PROVIDERS), PACKAGE_DEPTH);
    this.standIns = join(home, 'stand-ins');
    rmSync(this.standIns, { recursive: true, force: true });
    for (const folder of this.packages)
      standInFor(join(home, PROVIDERS, folder), join(this.standIns, folder));
  }

  /**
   * What `init` of a stack is told, so that it asks nobody for the provider. `init` starts no provider, but reads every
   * byte of it, half a second for each stack: it is given empty files of the same names.
   */
  get initArguments(): readonly string[] {
    return [`-plugin-dir=${this.standIns}`];
  }

  /** Before `init`: the stack has the version of the lock file, and nothing from earlier. */
  prepare(stackFolder: string): void {
    rmSync(join(stackFolder, PROVIDERS), { recursive: true, force: true });
    mkdirSync(stackFolder, { recursive: true });
    writeFileSync(join(stackFolder, LOCK), withoutChecksums(this.lock));
  }

  /**
   * After `init`, however it ended: the stack has the provider itself. `init` writes checksums, and remembers the folder
   * for whoever calls it next.
   */
  settle(stackFolder: string): void {
    rmSync(join(stackFolder, '.terraform', 'plugin_path'), { force: true });
    for (const folder of this.packages) {
      const link = join(stackFolder, PROVIDERS, folder);
      rmSync(link, { recursive: true, force: true });
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(realpathSync(join(this.home, PROVIDERS, folder)), link);
    }
    // Who runs it elsewhere installs a provider of his own, which is to be the same.
    writeFileSync(join(stackFolder, LOCK), this.remote ? this.lock : withoutChecksums(this.lock));
  }
}

/** Compared once; otherwise every command of every stack would read the 700 MB of the provider again. */
function withoutChecksums(lock: string): string {
  return lock.replace(/\n *hashes = \[[^\]]*\]/g, '');
}

/** A package of the same files, all empty. */
function standInFor(folder: string, standIn: string): void {
  mkdirSync(standIn, { recursive: true });
  for (const name of readdirSync(folder)) writeFileSync(join(standIn, name), '', { mode: 0o755 });
}

/** The folders so deep below another, relative to it. */
function foldersAt(root: string, depth: number): string[] {
  if (depth === 0) return [''];
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((name) =>
    foldersAt(join(root, name), depth - 1).map((below) => join(name, below)),
  );
}
