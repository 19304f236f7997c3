import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Bench } from '../../dev/faults/bench';
import { runSeed } from '../../dev/faults/run-seed';
import { seeded } from '../../dev/faults/seeds';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';

jest.setTimeout(400_000);

const suite = toolchainOrSkip();

// The short form of `npm run test:faults`.
suite.describe('after a disturbed run, a plain one', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.open(suite.toolchain());
  });

  afterAll(() => bench.close());

  it.each([
    ['goes on from a killed deployment', 1, 'account-deploy, killed', /^terraform .* import /],
    ['finishes a removal whose answers were lost', 3, 'account-destroy, lost answers', undefined],
    ['takes over what was made while answers were lost', 14, 'fleet-deploy-s3, lost answers', / import /],
    [
      'uses the state that its bucket refused',
      32,
      'fleet-deploy-s3, states refused',
      /force-unlock .*\n.* state push errored\.tfstate && rm /,
    ],
    ['adopts a stack whose adoption was killed', 9, 'adopt-stack-s3, killed', /force-unlock /],
  ])('%s, and converges: seed %i', async (_, seed, what, told) => {
    const plan = seeded(seed);
    expect(`${plan.scenario.id}, ${plan.attack.id}`).toBe(what);

    const { problems, mended } = await runSeed(bench, plan, new AbortController().signal);

    expect(problems).toEqual([]);
    if (told) expect(mended.join('\n')).toMatch(told);
    else expect(mended).toEqual([]);
  });
});
