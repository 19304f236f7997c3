import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import Ajv, { type AnySchemaObject } from 'ajv';
import { schemaFile } from '../../src/generate/schema-file';
import type { RunResult } from '../../src/process/run';
import { CHECKOUT } from './workbench';

/** The one JSON object that a command printed, which is as the schema of that name has it. */
export function printed({ stdout, output }: RunResult, schema: string): unknown {
  if (!stdout.startsWith('{')) throw new Error(output);
  const object = JSON.parse(stdout) as unknown;
  const text = readFileSync(join(CHECKOUT, schemaFile(schema)), 'utf8');
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(text) as AnySchemaObject);
  expect(validate(object) ? [] : validate.errors).toEqual([]);
  return object;
}
