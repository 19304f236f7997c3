import { fleetFile } from '../fleet/file-schema';
import { decisionsJsonSchema } from '../review/decision-schema';
import { jsonSchemaText } from '../text/json-schema';
import { OUTPUTS, schemaFile } from './output-schemas';

/** The published schema of the fleet file, relative to the project. */
export const SCHEMA_FILE = schemaFile('octo');

/** The published schema of files of policy test cases, relative to the project. */
export const DECISIONS_SCHEMA_FILE = schemaFile('decisions');

/**
 * The schemas of the files that people write and of the output of commands: path relative to the project -> text. A schema
 * cannot check parts of a fleet file against each other (an id twice, a role of another account); `parseFleet` does.
 */
export function generatedSchemas(): Map<string, string> {
  const outputs = OUTPUTS.flatMap(({ name, shape, commands }) => {
    if (!shape) return [];
    const of =
      commands.length > 0 ? `octo-access ${commands.join(', ')} --json` : 'a command that fails, with --json';
    return [[schemaFile(name), jsonSchemaText(shape, `Octo access for Terraform: ${of}`)] as const];
  });
  return new Map([
    [SCHEMA_FILE, jsonSchemaText(fleetFile, 'Octo access for Terraform: fleet file')],
    [DECISIONS_SCHEMA_FILE, decisionsJsonSchema()],
    ...outputs,
  ]);
}
