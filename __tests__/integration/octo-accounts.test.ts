import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EXAMPLE } from '../support/example';
import { OctoBench, says, status } from '../support/octo-bench';
import { printed } from '../support/printed';

jest.setTimeout(120_000);

const ONE = '111111111111';
const LIST = 'POST /v1/account/all:read';

let bench: OctoBench;

beforeEach(async () => {
  bench = await OctoBench.start();
});

afterEach(() => bench.stop());

describe('octo-access accounts --octo', () => {
  it('names every account that is on one side only', async () => {
    const fleet = {
      defaults: { inputs: { principal: '444455556666', external_id: EXAMPLE.externalId } },
      accounts: [{ id: ONE, name: 'production' }, { id: '222222222222' }],
      exclude: [{ id: '333333333333', reason: 'sandbox' }],
    };
    bench.writeFleet(fleet);
    for (const id of [ONE, '333333333333', '555555555555']) bench.octo.known.set(id, id);
    bench.octo.unregistered.push('222222222222', '666666666666');

    const result = await bench.octoAccess(['accounts', '--octo', '--json']);

    expect([result.status, printed(result, 'registrations')]).toEqual([
      1,
      {
        ok: false,
        seconds: expect.any(Number),
        both: [{ id: ONE, name: 'production' }],
        not_registered: [{ id: '222222222222' }],
        not_listed: [{ id: '555555555555' }],
        excluded_but_registered: [{ id: '333333333333', reason: 'sandbox' }],
        neither: [{ id: '666666666666' }],
      },
    ]);
    expect((await bench.octoAccess(['accounts', '--octo'])).stdout).toContain('  333333333333: sandbox');
  });

  it('ends with 0 where both name the same', async () => {
    const inputs = { principal: '444455556666', external_id: EXAMPLE.externalId };
    bench.writeFleet({ defaults: { inputs }, accounts: [{ id: ONE }] });
    bench.octo.known.set(ONE, 'one');
    const { status: code, stdout } = await bench.octoAccess(['accounts', '--octo']);
    expect([code, stdout]).toEqual([0, '1 in the fleet file and known to Octo']);
  });
});

describe('octo-access forget', () => {
  it('forgets the accounts that are named, and no others', async () => {
    for (const id of [ONE, '222222222222']) bench.octo.known.set(id, id);
    expect(printed(await bench.octoAccess(['forget', ONE, '--json']), 'forget')).toEqual({
      ok: true,
      seconds: expect.any(Number),
      forgotten: [ONE],
      failed: [],
    });
    expect([...bench.octo.known.keys()]).toEqual(['222222222222']);
  });

  it('fails on a name before anything is forgotten, and says what was forgotten where one fails', async () => {
    const named = await bench.octoAccess(['forget', ONE, 'production']);
    expect([named.status, named.output]).toEqual([64, expect.stringContaining('got "production"')]);
    expect(bench.octo.calls).toEqual([]);
    bench.octo.faults.set('DELETE /v1/acctaccess/222222222222?vendor=aws', [status(404, 'no such account')]);
    const failed = await bench.octoAccess(['forget', ONE, '222222222222']);
    expect([failed.status, failed.output]).toEqual([
      2,
      expect.stringMatching(
        /^Octo has forgotten 111111111111\naccount 222222222222 is not forgotten: .*no such account/,
      ),
    ]);
  });
});

describe('octo-access remove', () => {
  it.each([
    ['an answer that does not fit', 'is not as its interface says', says('{"result":{"target":1}}'), {}],
    ['a client that may not do this', 'only an admin of Octo may', status(403, 'not an admin'), {}],
    [
      'one of the two settings',
      'ALPHAUS_CLIENT_SECRET must be set',
      status(500),
      { ALPHAUS_CLIENT_SECRET: '' },
    ],
  ])('fails before AWS is asked anything on %s', async (_name, expected, fault, env) => {
    bench.octo.known.set(ONE, 'one');
    bench.octo.faults.set(LIST, [fault]);
    // AWS would be looked for at a port where nothing answers.
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_REGION: 'us-east-1' };
    const { status: code, output } = await bench.octoAccess(['remove', ONE], { ...nowhere, ...env });
    expect([code, output]).toEqual([2, expect.stringContaining(expected)]);
    expect(output).not.toMatch(/AWS|\n\s+at /);
    expect([...bench.octo.known.keys()]).toEqual([ONE]);
  });

  it('fails on names without a fleet file, and on --all beside names', async () => {
    const named = await bench.octoAccess(['remove', 'production', ONE]);
    expect([named.status, named.output]).toEqual([64, expect.stringContaining('got "production"')]);
    const both = await bench.octoAccess(['remove', ONE, '--all']);
    expect([both.status, both.output]).toEqual([64, expect.stringContaining('not both')]);
    const stack = await bench.octoAccess(['remove', ONE, '--stack', 'no good!']);
    expect([stack.status, stack.output]).toEqual([
      64,
      expect.stringMatching(/--stack must be .* got "no good!"/),
    ]);
    expect(bench.octo.calls).toEqual([]);
  });
});
