import type { Command } from 'commander';
import type { AwsReference } from '../analysis/aws-reference';
import { requireSoundRows } from '../aws-reference/sound-catalogue';
import { cloudFormationText } from '../cloudformation/template';
import { inputsInterface } from '../inputs/to-typescript';
import { generatedModule } from '../module/generated-module';
import { writeChanged } from '../process/write-files';
import { generatedPages } from './generated-pages';
import { generatedReport, type Progress } from './generated-report';
import { generatedSchemas } from './generated-schemas';

// Each returns the paths that changed, and throws CatalogueError where rows are wrong; then nothing is written.

/** Path of the published CloudFormation template, relative to the project. */
export const TEMPLATE_FILE = 'cloudformation/octo-access.yaml';

/** The inputs as properties of the constructs, relative to the project. */
export const PROPS_FILE = 'src/constructs/props.ts';

/** Writes the CloudFormation template. */
export async function writeCloudFormation(project: string, reference?: AwsReference): Promise<string[]> {
  await requireSoundRows(reference);
  return writeChanged(project, new Map([[TEMPLATE_FILE, cloudFormationText()]]));
}

/** Writes the Terraform module, and the page of its inputs. */
export async function writeModule(project: string, reference?: AwsReference): Promise<string[]> {
  await requireSoundRows(reference);
  return writeChanged(project, generatedModule(project));
}

/** Writes the schemas of what people write and of what commands print. */
export function writeSchemas(project: string): string[] {
  return writeChanged(project, generatedSchemas());
}

/** Writes all that is generated and committed. */
export async function writeEverything(
  project: string,
  program: Command,
  progress: Progress,
): Promise<string[]> {
  const report = await generatedReport(project, progress);
  return writeChanged(
    project,
    new Map([
      [PROPS_FILE, inputsInterface()],
      ...generatedModule(project),
      [TEMPLATE_FILE, cloudFormationText()],
      ...generatedSchemas(),
      ...report,
      ...generatedPages(project, program),
    ]),
  );
}
