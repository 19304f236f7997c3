import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { INPUTS } from '../inputs';
import { inputsTable, withSection } from '../outputs/markdown';
import { moduleFiles, type SynthesizedStack } from '../outputs/module';
import { ModuleStack } from '../stacks/module-stack';
import { writeChanged } from './write-files';

/** Folder of the published module. */
export const MODULE_FOLDER = 'modules/octo-access';

/**
 * Everything that `octo-access module` generates: path relative to the project -> text.
 *
 * @param project folder of the project
 */
export function generatedModule(project: string): Map<string, string> {
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
  const app = Testing.app();
  const stack = JSON.parse(Testing.synth(new ModuleStack(app), true)) as SynthesizedStack;
  const readme = readFileSync(join(project, 'README.md'), 'utf8');
  return new Map([
    ...[...moduleFiles(stack, version)].map(([name, text]) => [`${MODULE_FOLDER}/${name}`, text] as const),
    ['README.md', withSection(readme, 'inputs', inputsTable(INPUTS))],
  ]);
}

/** Writes the module; returns the paths that changed. */
export function writeModule(project: string): string[] {
  return writeChanged(project, generatedModule(project));
}
