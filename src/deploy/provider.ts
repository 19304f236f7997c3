import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { run } from '../../tools/run';
import { REQUIRED } from '../versions';
import { FleetRunError } from './targets';
import { TerraformSays } from './terraform-says';

const LOCK = '.terraform.lock.hcl';
const PROVIDERS = join('.terraform', 'providers');

/**
 * Takes the checksums out of a stack's lock file once `init` has compared them: the commands after it would each read
 * the 700 MB of the provider again to do the same.
 */
export function skipChecksums(stackFolder: string): void {
  const lock = join(stackFolder, LOCK);
  writeFileSync(lock, readFileSync(lock, 'utf8').replace(/\n *hashes = \[[^\]]*\]/g, ''));
}

/** Where and how a fleet is worked on. */
export interface Site {
  /** Folder of the fleet file; the lock file of all stacks lies there. */
  readonly folder: string;
  /** What CDKTF synthesized into. */
  readonly out: string;
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
 * @returns a function that lets a stack's folder use it
 * @throws FleetRunError with what Terraform said
 */
export async function installProvider(site: Site): Promise<(stackFolder: string) => void> {
  const { folder, out, terraform, env, signal } = site;
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
  return (stackFolder) => {
    const link = join(stackFolder, PROVIDERS);
    rmSync(link, { recursive: true, force: true });
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(relative(dirname(link), join(home, PROVIDERS)), link, 'dir');
    copyFileSync(lock, join(stackFolder, LOCK));
  };
}
