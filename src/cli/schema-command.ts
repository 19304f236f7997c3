import { fleetJsonSchema } from '../fleet/json-schema';
import { decisionsJsonSchema } from '../review/decision-schema';
import { writeChanged } from '../process/write-files';

/** The published schema of the fleet file, relative to the project. */
export const SCHEMA_FILE = 'schema/octo.schema.json';

/** The published schema of files of decision cases, relative to the project. */
export const DECISIONS_SCHEMA_FILE = 'schema/decisions.schema.json';

/** Writes the schemas of what people write; returns the paths that changed. */
export function writeSchema(project: string): string[] {
  return writeChanged(
    project,
    new Map([
      [SCHEMA_FILE, fleetJsonSchema()],
      [DECISIONS_SCHEMA_FILE, decisionsJsonSchema()],
    ]),
  );
}
