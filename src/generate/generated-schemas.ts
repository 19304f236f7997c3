import { fleetFile } from '../fleet/file-schema';
import { decisionsJsonSchema } from '../review/decision-schema';
import { jsonSchemaText } from '../text/json-schema';
import { OUTPUTS } from './output-schemas';
import { DECISIONS_SCHEMA_FILE, SCHEMA_FILE, schemaFile } from './schema-file';

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
