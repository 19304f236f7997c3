import { createHash } from 'node:crypto';

/** A number from 0 to below 1 that looks random, and is always the same for the same words. */
export function chance(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(words)).digest().readUIntBE(0, 6) / 2 ** 48;
}
