/** Path of a published schema, relative to the project. */
export function schemaFile(name: string): string {
  return `schema/${name}.schema.json`;
}

/** The published schema of the fleet file, relative to the project. */
export const SCHEMA_FILE = schemaFile('octo');

/** The published schema of files of policy test cases, relative to the project. */
export const DECISIONS_SCHEMA_FILE = schemaFile('decisions');
