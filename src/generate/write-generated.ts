import type { Command } from 'commander';
import type { AwsReference } from '../analysis/aws-reference';
import { requireSoundRows } from '../aws-reference/sound-catalogue';
import { exampleParameters } from '../cloudformation/example-parameters';
import { inlineTemplate } from '../cloudformation/inline-json';
import { organizationTemplate } from '../cloudformation/organization-template';
import { readableTemplate } from '../cloudformation/template-yaml';
import { inputsInterface } from '../inputs/to-typescript';
import { generatedModule } from '../module/generated-module';
import { writeChanged } from '../process/write-files';
import { generatedPages } from './generated-pages';
import { generatedReport, type Progress } from './generated-report';
import { generatedSchemas } from './generated-schemas';

// Each returns the paths that changed. If rows of the catalogue are wrong, it throws CatalogueError and writes nothing.

/** Paths of the published CloudFormation files, relative to the project. */
export const TEMPLATE_FILES = {
  /** To be read and uploaded. */
  yaml: 'cloudformation/octo-access.yaml',
  /** To be sent inline. */
  json: 'cloudformation/octo-access.json',
  /** For the management account of an organization, to be uploaded. */
  organization: 'cloudformation/octo-access-organization.yaml',
  /** A value for every parameter. */
  parameters: 'cloudformation/octo-access.parameters.json',
} as const;

/** File with the inputs as properties of the constructs, relative to the project. */
export const PROPS_FILE = 'src/constructs/props.ts';

/** Writes the templates, and example values of their parameters. */
export async function writeCloudFormation(project: string, reference?: AwsReference): Promise<string[]> {
  await requireSoundRows(reference);
  return writeChanged(project, generatedTemplates());
}

/** Writes the Terraform module, and the page of its inputs. */
export async function writeModule(project: string, reference?: AwsReference): Promise<string[]> {
  await requireSoundRows(reference);
  return writeChanged(project, generatedModule(project));
}

/** Writes the schemas of the files that people write and of the output of commands. */
export function writeSchemas(project: string): string[] {
  return writeChanged(project, generatedSchemas());
}

/** Writes all generated files that are committed. */
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
      ...generatedTemplates(),
      ...generatedSchemas(),
      ...report,
      ...generatedPages(project, program),
    ]),
  );
}

function generatedTemplates(): Map<string, string> {
  return new Map([
    [TEMPLATE_FILES.yaml, readableTemplate()],
    [TEMPLATE_FILES.json, inlineTemplate()],
    [TEMPLATE_FILES.organization, readableTemplate(organizationTemplate())],
    [TEMPLATE_FILES.parameters, exampleParameters()],
  ]);
}
