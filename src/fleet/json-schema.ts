import { z } from 'zod';
import { fleetFile } from './file-schema';

/** Where editors find the schema, for files outside this project. */
const ID = 'https://raw.githubusercontent.com/alphauslabs/octo-access-terraform/main/schema/octo.schema.json';

/**
 * The fleet file as JSON Schema, draft 7: the one that editors' YAML support knows best. What parts say of
 * each other (an id twice, a role of another account) no schema can tell; `parseFleet` does.
 */
export function fleetJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(fleetFile, { target: 'draft-7', io: 'input' });
  const title = 'Octo access for Terraform: fleet file';
  return `${JSON.stringify({ $schema, $id: ID, title, ...schema }, null, 2)}\n`;
}
