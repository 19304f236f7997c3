import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parsedJson } from '../text/parsed-json';

/** Where Terraform notes the backend that a folder was initialised with. */
export const BACKEND_RECORD = join('.terraform', 'terraform.tfstate');

const recordShape = z.looseObject({
  backend: z.looseObject({ type: z.string(), config: z.record(z.string(), z.unknown()).default({}) }),
});
export type RecordedBackend = z.infer<typeof recordShape>['backend'];

/** The backend that Terraform initialised a folder with; undefined if it remembers none. */
export function recordedBackend(folder: string): RecordedBackend | undefined {
  const record = join(folder, BACKEND_RECORD);
  if (!existsSync(record)) return undefined;
  return recordShape.safeParse(parsedJson(readFileSync(record, 'utf8'))).data?.backend;
}
