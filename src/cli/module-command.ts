import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import type { AwsReference } from '../analysis/aws-reference';
import { INPUTS } from '../inputs/table';
import { inputsTable } from '../inputs/to-markdown';
import { withSection } from '../text/markdown';
import { MODULE_FOLDER, moduleFiles, type SynthesizedStack } from '../module/module-files';
import { ModuleStack } from '../stacks/module-stack';
import { requireSoundRows } from '../aws-reference/sound-catalogue';
import { writeChanged } from '../process/write-files';

/** The page that lists the inputs, relative to the project. */
const INPUTS_PAGE = 'docs/inputs.md';

/**
 * Everything that `octo-access module` generates: path relative to the project -> text.
 *
 * @param project folder of the project
 */
export function generatedModule(project: string): Map<string, string> {
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
  const app = Testing.app();
  const stack = JSON.parse(Testing.synth(new ModuleStack(app), true)) as SynthesizedStack;
  const page = readFileSync(join(project, INPUTS_PAGE), 'utf8');
  return new Map([
    ...[...moduleFiles(stack, version)].map(([name, text]) => [`${MODULE_FOLDER}/${name}`, text] as const),
    [INPUTS_PAGE, withSection(page, 'inputs', inputsTable(INPUTS))],
  ]);
}

/**
 * Writes the module; returns the paths that changed.
 *
 * @throws CatalogueError where rows are wrong; then nothing is written
 */
export async function writeModule(project: string, reference?: AwsReference): Promise<string[]> {
  await requireSoundRows(reference);
  return writeChanged(project, generatedModule(project));
}
