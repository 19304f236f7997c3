import type { AwsReference } from '../analysis/aws-reference';
import { exampleParameters } from '../cloudformation/example-parameters';
import { inlineTemplate } from '../cloudformation/inline-json';
import { readableTemplate } from '../cloudformation/template-yaml';
import { requireSoundRows } from '../aws-reference/sound-catalogue';
import { writeChanged } from '../process/write-files';

/** Paths of the published CloudFormation files, relative to the project. */
export const TEMPLATE_FILES = {
  /** To be read and uploaded. */
  yaml: 'cloudformation/octo-access.yaml',
  /** To be sent inline. */
  json: 'cloudformation/octo-access.json',
  /** A value for every parameter. */
  parameters: 'cloudformation/octo-access.parameters.json',
} as const;

/**
 * Writes the template in both forms, and values of its parameters; returns the paths that changed.
 *
 * @throws CatalogueError where rows are wrong; then nothing is written
 */
export async function writeCloudFormation(project: string, reference?: AwsReference): Promise<string[]> {
  await requireSoundRows(reference);
  const files = new Map([
    [TEMPLATE_FILES.yaml, readableTemplate()],
    [TEMPLATE_FILES.json, inlineTemplate()],
    [TEMPLATE_FILES.parameters, exampleParameters()],
  ]);
  return writeChanged(project, files);
}
