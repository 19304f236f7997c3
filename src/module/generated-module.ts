import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { INPUTS } from '../inputs/inputs';
import { inputsTable } from '../inputs/to-markdown';
import { MODULE_FOLDER } from '../names/published-module';
import { packageVersion } from '../process/package-version';
import { withSection } from '../text/markdown';
import { ModuleStack } from '../stacks/module-stack';
import { moduleFiles, type SynthesizedStack } from './module-files';

/** The page that lists the inputs, relative to the project. */
const INPUTS_PAGE = 'docs/inputs.md';

/**
 * Everything that `octo-access module` generates: path relative to the project -> text.
 *
 * @param project folder of the project
 */
export function generatedModule(project: string): Map<string, string> {
  const app = Testing.app();
  const stack = JSON.parse(Testing.synth(new ModuleStack(app), true)) as SynthesizedStack;
  const files = moduleFiles(stack, packageVersion(project));
  const page = readFileSync(join(project, INPUTS_PAGE), 'utf8');
  return new Map([
    ...[...files].map(([name, text]) => [`${MODULE_FOLDER}/${name}`, text] as const),
    [INPUTS_PAGE, withSection(page, 'inputs', inputsTable(INPUTS))],
  ]);
}
