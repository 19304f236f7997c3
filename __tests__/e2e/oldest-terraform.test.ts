import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { toolchainOrSkip, USUAL_TOOLS } from '../../dev/toolchain/toolchain';
import { Bench } from '../../dev/versions/bench';
import { FLEET, MODULE } from '../../dev/versions/checks';

jest.setTimeout(240_000);

const suite = toolchainOrSkip([...USUAL_TOOLS, 'terraform15']);

// The short form of `npm run test:versions`: the other end is the Terraform that all other tests run on.
suite.describe('on the oldest Terraform that the module takes', () => {
  let bench: Bench;

  beforeAll(async () => {
    const { terraform15 } = suite.toolchain();
    expect(terraform15.version).toMatch(/^1\.5\./);
    const subject = { version: terraform15.version, terraform: terraform15 };
    bench = await Bench.open(suite.toolchain(), subject, new AbortController().signal);
  });

  afterAll(() => bench.close());

  it('the module is applied, settles, and leaves nothing when destroyed', async () => {
    await expect(MODULE.run(bench)).resolves.toBeUndefined();
  });

  it('the fleet command plans, deploys, settles and destroys', async () => {
    await expect(FLEET.run(bench)).resolves.toBeUndefined();
  });
});
