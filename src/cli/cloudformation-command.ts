import type { AwsReference } from '../analysis/aws-reference';
import { cloudFormationText } from '../cloudformation/template';
import { requireSoundRows } from '../aws-reference/sound-catalogue';
import { writeChanged } from '../process/write-files';

/** Path of the published CloudFormation template, relative to the project. */
export const TEMPLATE_FILE = 'cloudformation/octo-access.yaml';

/**
 * Writes the template; returns the paths that changed.
 *
 * @throws CatalogueError where rows are wrong; then nothing is written
 */
export async function writeCloudFormation(project: string, reference?: AwsReference): Promise<string[]> {
  await requireSoundRows(reference);
  return writeChanged(project, new Map([[TEMPLATE_FILE, cloudFormationText()]]));
}
