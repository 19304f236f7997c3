import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { jsonSchemaText } from '../../src/text/json-schema';

test('a shape is a draft 7 schema of what a person may write', () => {
  const shape = z.strictObject({
    a: z.string().default('x').meta({ description: 'A.' }),
    b: z.array(z.int()).readonly(),
  });
  expect(JSON.parse(jsonSchemaText(shape, 'T'))).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'T',
    properties: { a: { type: 'string', default: 'x', description: 'A.' }, b: { type: 'array' } },
    required: ['b'],
    additionalProperties: false,
  });
  expect(jsonSchemaText(shape, 'T')).not.toContain('readOnly');
});
