import { z } from 'zod';

/** A shape as the text of a JSON Schema. Draft 7 has the best support in YAML editors. */
export function jsonSchemaText(shape: z.ZodType, title: string): string {
  const { $schema, ...schema } = z.toJSONSchema(shape, {
    target: 'draft-7',
    io: 'input',
    // Our types are readonly, but the file is not.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`;
}
