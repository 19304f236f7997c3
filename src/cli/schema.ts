import { fleetJsonSchema } from '../fleet/json-schema';
import { writeChanged } from './write-files';

/** The published schema of the fleet file, relative to the project. */
export const SCHEMA_FILE = 'schema/octo.schema.json';

/** Writes the schema; returns the paths that changed. */
export function writeSchema(project: string): string[] {
  return writeChanged(project, new Map([[SCHEMA_FILE, fleetJsonSchema()]]));
}
