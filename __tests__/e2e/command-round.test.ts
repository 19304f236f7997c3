import { expect, it, jest } from '@jest/globals';
import { Bench } from '../../dev/versions/bench';
import { makeRound } from '../../dev/versions/checks';
import { OTHER_CALLS } from '../../dev/versions/commands';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';

jest.setTimeout(300_000);

const suite = toolchainOrSkip();

suite.describe('the round of commands, which `npm run test:versions` makes on each version', () => {
  it('ends with every command as it has to, but for a fleet deployed and destroyed, which other tests do', async () => {
    const { signal } = new AbortController();
    const bench = await Bench.open(suite.toolchain(), { version: process.versions.node }, signal);
    await expect(makeRound(bench, OTHER_CALLS).finally(() => bench.close())).resolves.toBeUndefined();
  });
});
