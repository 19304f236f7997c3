import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrFail } from '../../src/process/run';
import { PLATFORM, providerFolder, rootWithProvider } from '../toolchain/provider-mirror';
import type { Toolchain } from '../toolchain/toolchain';

/**
 * Path of the AWS provider's program. Where the mirror is packed, Terraform unpacks it into the folder, with an
 * environment in which it uses the mirror.
 */
export async function providerProgram(
  { mirror, terraform }: Pick<Toolchain, 'terraform' | 'mirror'>,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const inMirror = join(providerFolder(mirror.path, mirror.kind), mirror.version, PLATFORM);
  if (existsSync(inMirror)) return programIn(inMirror);
  const providers = join(folder, '.terraform', 'providers');
  const installed = join(providerFolder(providers, terraform.kind), mirror.version, PLATFORM);
  if (!existsSync(installed)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'main.tf.json'), rootWithProvider(mirror.version));
    await runOrFail(terraform.path, ['init', '-input=false', '-no-color'], { cwd: folder, env });
  }
  return programIn(installed);
}

function programIn(folder: string): string {
  const program = readdirSync(folder).find((name) => name.startsWith('terraform-provider-aws'));
  if (program === undefined) throw new Error(`no AWS provider in ${folder}`);
  return join(folder, program);
}
