import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODULE_FOLDER } from '../names/published-module';
import { packageVersion } from '../process/package-version';
import { writeFiles } from '../process/write-files';
import { archive } from './archive';
import { generatedModule } from './generated-module';
import type { PackedModule } from './packed-module';

/** Plain Terraform examples that use the module by its path, so that they can be packed with it. */
const EXAMPLES = ['terraform-single', 'terraform-providers-map'];

/**
 * Packs the module for a private registry.
 *
 * @param project folder of the project
 * @param folder where the archive is written
 */
export async function packModule(project: string, folder: string): Promise<PackedModule> {
  const version = packageVersion(project);
  const content = await archive(packedFiles(project));
  const name = `octo-access-${version}.tar.gz`;
  writeFiles(folder, new Map([[name, content]]));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { file: join(folder, name), version, bytes: content.length, sha256 };
}

/**
 * The module with its license, changelog, tests and examples in Terraform's standard module structure: path -> text.
 *
 * Files are selected by name or ending, so that files left by a Terraform run are not packed.
 */
function packedFiles(project: string): Map<string, string> {
  const read = (...path: string[]): string => readFileSync(join(project, ...path), 'utf8');
  const generated = [...generatedModule(project)].filter(([path]) => path.startsWith(`${MODULE_FOLDER}/`));
  const tests = readdirSync(join(project, MODULE_FOLDER, 'tests')).filter((name) =>
    name.endsWith('.tftest.hcl'),
  );
  const examples = EXAMPLES.flatMap((example) =>
    readdirSync(join(project, 'examples', example))
      .filter((name) => name.endsWith('.tf') || name === 'README.md')
      .map((name) => `examples/${example}/${name}`),
  );
  return new Map([
    ...generated.map(([path, text]) => [path.slice(MODULE_FOLDER.length + 1), text] as const),
    ...['LICENSE', 'CHANGELOG.md'].map((name) => [name, read(name)] as const),
    ...tests.map((name) => [`tests/${name}`, read(MODULE_FOLDER, 'tests', name)] as const),
    ...examples.map((path) => [path, read(path).replaceAll(`"../../${MODULE_FOLDER}"`, '"../.."')] as const),
  ]);
}
