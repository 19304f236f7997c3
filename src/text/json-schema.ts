import { z } from 'zod';

/** A shape as the text of a JSON Schema, draft 7: the one that editors' YAML support knows best. */
export function jsonSchemaText(shape: z.ZodType, title: string): string {
  const { $schema, ...schema } = z.toJSONSchema(shape, {
    target: 'draft-7',
    io: 'input',
    // That our types cannot be written to says nothing about the text.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`;
}
