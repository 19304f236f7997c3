// Tests that run side by side end together if the longest of them begin first. jest knows how long each took only where it
// ran before, and otherwise begins with the largest files, which are not the longest.
import { basename, dirname } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/** Tests that take a minute and a half or more, longest first. */
export const LONGEST = [
  'e2e/continuous-integration',
  'e2e/adopt',
  'e2e/fleet-states',
  'e2e/oldest-terraform',
  'e2e/adopt-configuration',
  'e2e/faults',
  'e2e/fleet',
  'integration/command-json',
  'integration/package',
];

export default class LongestFirst extends TestSequencer {
  async sort(tests) {
    const usual = await super.sort(tests);
    return usual.toSorted((one, other) => place(one) - place(other));
  }
}

function place({ path }) {
  const at = LONGEST.indexOf(`${basename(dirname(path))}/${basename(path, '.test.ts')}`);
  return at === -1 ? LONGEST.length : at;
}
