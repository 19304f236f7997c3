import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../tools/run';
import { REQUIRED } from '../versions';
import { FleetRunError } from './targets';
import { TerraformSays } from './terraform-says';

const LOCK = '.terraform.lock.hcl';
const PROVIDERS = join('.terraform', 'providers');

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
  return new InstalledProvider(join(home, PROVIDERS), readFileSync(lock, 'utf8'), remote);
}

/** The provider in the one place where it was installed, its checksums compared. */
export class InstalledProvider {
  constructor(
    private readonly folder: string,
    private readonly lock: string,
    private readonly remote: boolean,
  ) {}

  /** What `init` of a stack is told, so that it links the provider and asks nobody. */
  get initArguments(): readonly string[] {
    return [`-plugin-dir=${this.folder}`];
  }

  /** Before `init`: the stack has the version of the lock file, and nothing from earlier. */
  prepare(stackFolder: string): void {
    rmSync(join(stackFolder, PROVIDERS), { recursive: true, force: true });
    mkdirSync(stackFolder, { recursive: true });
    writeFileSync(join(stackFolder, LOCK), withoutChecksums(this.lock));
  }

  /** After `init`, however it ended: it writes checksums, and remembers the folder for whoever calls it next. */
  settle(stackFolder: string): void {
    rmSync(join(stackFolder, '.terraform', 'plugin_path'), { force: true });
    // Who runs it elsewhere installs a provider of his own, which is to be the same.
    writeFileSync(join(stackFolder, LOCK), this.remote ? this.lock : withoutChecksums(this.lock));
  }
}

/** Compared once; otherwise every command of every stack would read the 700 MB of the provider again. */
function withoutChecksums(lock: string): string {
  return lock.replace(/\n *hashes = \[[^\]]*\]/g, '');
}
