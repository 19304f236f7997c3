import { z } from 'zod';

/** A shape as the text of a JSON Schema, draft 7: the one that editors' YAML support knows best. */
export function jsonSchemaText(shape: z.ZodType, title: string): string {
  const { $schema, ...schema } = z.toJSONSchema(shape, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`;
}
