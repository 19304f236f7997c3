import { cloudFormationText } from '../outputs/cloudformation/template';
import { writeChanged } from './write-files';

/** Path of the published CloudFormation template, relative to the project. */
export const TEMPLATE_FILE = 'cloudformation/octo-access.yaml';

/** Writes the template; returns the paths that changed. */
export function writeCloudFormation(project: string): string[] {
  return writeChanged(project, new Map([[TEMPLATE_FILE, cloudFormationText()]]));
}
