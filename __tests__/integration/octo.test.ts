import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ConfirmReport } from '../../src/octo/confirmation';
import { EXAMPLE } from '../support/example';
import { OctoBench, says, status } from '../support/octo-bench';
import { CLIENT, type Fault } from '../support/octo-server';
import { printed } from '../support/printed';

jest.setTimeout(120_000);

const ONE = '111111111111';
const CHECK = 'POST /v1/aws/acctaccess';
const LIST = 'POST /v1/account/all:read';
const cutsOff: Fault = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('{"result": {"target": "1111');
  setTimeout(() => response.destroy(), 50);
};

let bench: OctoBench;

beforeEach(async () => {
  bench = await OctoBench.start();
});

afterEach(() => bench.stop());

describe('octo-access values', () => {
  it('prints what the onboarding page shows, for a shell and as JSON', async () => {
    const { stdout, status: code } = await bench.octoAccess(['values']);
    expect([code, stdout]).toEqual([
      0,
      `export TF_VAR_principal=444455556666\nexport TF_VAR_external_id=${EXAMPLE.externalId}`,
    ]);
    expect(printed(await bench.octoAccess(['values', '--json']), 'values')).toEqual({
      principal: '444455556666',
      external_id: EXAMPLE.externalId,
    });
  });

  it('fails with both settings named where they are missing, and asks nothing', async () => {
    const env = { ALPHAUS_CLIENT_ID: '', ALPHAUS_CLIENT_SECRET: '', ALPHAUS_API_URL: 'ftp://x' };
    const { status: code, output } = await bench.octoAccess(['values'], env);
    expect([code, output]).toEqual([
      2,
      expect.stringMatching(
        /ALPHAUS_CLIENT_ID and ALPHAUS_CLIENT_SECRET must be set[^]*ALPHAUS_API_URL must be/,
      ),
    ]);
    expect(bench.octo.calls).toEqual([]);
  });

  it.each([
    ['no account', { principal: '*' }, 'principal must be'],
    ['a line of a script', { principal: '444455556666\nrm x' }, 'principal must be'],
    ['an external id that AWS does not take', { externalId: 'a b' }, 'external_id may hold'],
  ])('fails where Octo gives %s, and prints no command', async (_name, wrong, text) => {
    const values = { principal: EXAMPLE.principal, externalId: EXAMPLE.externalId, ...wrong };
    bench.octo.faults.set('GET /v1/aws/acctaccess', [says(JSON.stringify(values))]);
    const { status: code, stdout, output } = await bench.octoAccess(['values']);
    expect([code, stdout, output]).toEqual([2, '', expect.stringContaining(text)]);
  });

  it('names the variable of the address that cannot be reached', async () => {
    const nowhere = 'http://127.0.0.1:9';
    const [login, api] = await Promise.all([
      bench.octoAccess(['values'], { ALPHAUS_AUTH_URL: nowhere }),
      bench.octoAccess(['values'], { ALPHAUS_API_URL: nowhere }),
    ]);
    const expected = (name: string): unknown => [
      2,
      expect.stringMatching(new RegExp(`^Octo cannot be reached at 127[.]0[.]0[.]1:9: .*, and ${name} if`)),
    ];
    expect([login.status, login.output]).toEqual(expected('ALPHAUS_AUTH_URL'));
    expect([api.status, api.output]).toEqual(expected('ALPHAUS_API_URL'));
  });

  it('names the variable of the address where something else answers', async () => {
    bench.octo.faults.set('POST /login', [says('<html>')]);
    bench.octo.faults.set('GET /v1/aws/acctaccess', [says('<html>')]);
    const login = await bench.octoAccess(['values']);
    expect([login.status, login.output]).toEqual([2, expect.stringContaining('check ALPHAUS_AUTH_URL and')]);
    const api = await bench.octoAccess(['values']);
    expect([api.status, api.output]).toEqual([2, expect.stringContaining('check ALPHAUS_API_URL and')]);
  });

  it('shows no password of an address that is refused', async () => {
    const { output } = await bench.octoAccess(['values'], {
      ALPHAUS_API_URL: 'http://user:hidden@octo.example/x',
    });
    expect(output).toContain('got "http://octo.example/x"');
    expect(output).not.toContain('hidden');
  });

  it('fails where the secret is wrong, and shows it nowhere', async () => {
    const { status: code, output } = await bench.octoAccess(['values'], {
      ALPHAUS_CLIENT_SECRET: 'another-secret',
    });
    expect([code, output]).toEqual([2, expect.stringContaining('does not accept ALPHAUS_CLIENT_ID')]);
    expect(output).not.toContain('another-secret');
  });

  it('fails where the answer is not as the interface says', async () => {
    bench.octo.faults.set('GET /v1/aws/acctaccess', [says('{"principal":"444455556666"}'), says('<html>')]);
    const wrong = await bench.octoAccess(['values']);
    expect([wrong.status, wrong.output]).toEqual([2, expect.stringContaining('externalId: Invalid input')]);
    const foreign = await bench.octoAccess(['values']);
    expect([foreign.status, foreign.output]).toEqual([2, expect.stringContaining('is not Octo')]);
  });
});

describe('octo-access confirm', () => {
  it('registers an account that Octo does not know, and shows its badges', async () => {
    const result = await bench.octoAccess(['confirm', ONE]);
    expect([result.status, result.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^111111111111: confirmed, API CUR, registered now\n1 of 1 confirmed by Octo, in/,
      ),
    ]);
    expect([...bench.octo.known]).toEqual([[ONE, ONE]]);
    const check = bench.octo.calls.find(({ call }) => call === CHECK);
    expect(JSON.parse(check?.body ?? '')).toEqual({ target: ONE, fromTerraform: true });
    expect((await bench.octoAccess(['confirm', ONE])).stdout).not.toContain('registered now');
  });

  it('confirms a fleet of 13, the payer first, and tells the one that Octo refuses with its text and causes', async () => {
    const ids = Array.from({ length: 13 }, (_, index) => String(111111111111 + index));
    const fleet = {
      management_account: ids[12],
      defaults: { inputs: { principal: '444455556666', external_id: EXAMPLE.externalId } },
      accounts: ids.map((id) => ({ id, name: `account-${id.slice(-2)}` })),
    };
    bench.writeFleet(fleet);
    bench.octo.refused.set(ids[3] ?? '', 'AccessDenied: not authorized to perform sts:AssumeRole');

    const result = await bench.octoAccess(['confirm', '--json']);

    expect(result.status).toBe(1);
    const report = printed(result, 'confirm') as ConfirmReport;
    expect(report.accounts).toHaveLength(13);
    expect(report.accounts.filter((one) => one.status !== 'confirmed')).toMatchObject([
      { id: ids[3], status: 'refused', octo_says: 'AccessDenied: not authorized to perform sts:AssumeRole' },
    ]);
    const [refused] = report.accounts.filter((one) => one.status === 'refused');
    expect(refused?.likely_causes?.join()).toContain('resource control policy');
    const [first] = bench.octo.calls.filter(({ call }) => call === CHECK);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ target: ids[12] });
    expect(bench.octo.known.get(ids[0] ?? '')).toBe('account-11');
  });

  it('takes name and external id from the fleet file for an account that is named by its id, too', async () => {
    const inputs = { principal: '444455556666', external_id: 'octo-ext-other' };
    const fleet = { defaults: { inputs }, accounts: [{ id: ONE, name: 'production' }] };
    bench.writeFleet(fleet);
    const TWO = '222222222222';

    const result = await bench.octoAccess(['confirm', TWO, ONE, TWO, '--json']);

    expect(result.status).toBe(1);
    expect((printed(result, 'confirm') as ConfirmReport).accounts).toMatchObject([
      { id: ONE, name: 'production', status: 'refused' },
      { id: TWO, name: TWO, status: 'confirmed' },
    ]);
    expect(bench.octo.known.get(ONE)).toBe('production');
    const unlisted = await bench.octoAccess(['confirm', TWO, '--file', 'octo.json']);
    expect([unlisted.status, unlisted.output]).toEqual([64, expect.stringContaining(TWO)]);
  });

  it('tells an access that is outdated, and no line of its own by Octo', async () => {
    bench.octo.refused.set(ONE, 'denied\n222233334444: confirmed, API');
    const { stdout } = await bench.octoAccess(['confirm', ONE]);
    expect(stdout).toContain(': refused: denied\\u000a222233334444: confirmed, API');
  });

  it('says once what Octo says of an account that it refuses', async () => {
    bench.octo.refused.set(ONE, 'AccessDenied: no way in');
    const { status: code, stdout, output } = await bench.octoAccess(['confirm', ONE]);
    expect([code, stdout]).toEqual([1, expect.stringContaining(`${ONE}: refused: AccessDenied: no way in`)]);
    expect(output.match(/no way in/g)).toHaveLength(1);
  });

  const fine = { status: 'latest', registrationStatus: { apiAccess: true } };
  const role = (name: string): string => `arn:aws:iam::${ONE}:role/${name}`;

  it.each([
    [
      'with another external id',
      { target: ONE, roleArn: role('OctoSSMUpdaterRole'), externalId: 'x' },
      'refused',
      /external id that was deployed[^]*resource control policy/,
    ],
    [
      'by another role',
      { target: ONE, roleArn: role('LegacyAdmin') },
      'refused',
      'another role than those that were deployed',
    ],
    [
      'by what is no ARN',
      { target: ONE, roleArn: 'LegacyAdmin' },
      'refused',
      'another role than those that were deployed',
    ],
    ['into another account', { target: '222222222222' }, 'unknown', 'Octo answered about 222222222222'],
    ['into no account that it names', {}, 'unknown', 'Octo answered about no account'],
  ])('does not count as confirmed where Octo gets in %s', async (_name, answer, expected, text) => {
    const inputs = { principal: EXAMPLE.principal, external_id: EXAMPLE.externalId };
    bench.writeFleet({ defaults: { inputs }, accounts: [{ id: ONE }] });
    bench.octo.faults.set(CHECK, [says(JSON.stringify({ ...fine, ...answer }))]);
    const result = await bench.octoAccess(['confirm', '--json']);
    const report = printed(result, 'confirm') as ConfirmReport;
    expect([report.ok, report.accounts[0]?.status, result.stdout]).toEqual([
      false,
      expected,
      expect.stringMatching(text),
    ]);
  });

  it('shows what Octo says without what controls a terminal or begins a line', async () => {
    bench.octo.faults.set(LIST, [status(400, 'gone\u001b[2J\r\nexport TF_VAR_principal=1\u009b1m\u202e')]);
    const { output } = await bench.octoAccess(['confirm', ONE]);
    expect(output).toContain('gone\\u001b[2J\\u000d\\u000aexport TF_VAR_principal=1\\u009b1m\\u202e');
  });

  it('goes on after an expired token, 429 and failures of the server', async () => {
    bench.octo.known.set(ONE, 'one');
    bench.octo.faults.set(LIST, [status(401, 'token is expired'), status(429, '', { 'retry-after': '1' })]);
    bench.octo.faults.set(CHECK, [status(503), status(500)]);
    const result = await bench.octoAccess(['confirm', ONE]);
    expect([result.status, result.output]).toEqual([0, expect.stringContaining('1 of 1 confirmed')]);
    expect(bench.octo.calls.filter(({ call }) => call === 'POST /login')).toHaveLength(2);
  });

  it.each([
    ['a stream that is cut', LIST, cutsOff, 'ended in the middle'],
    [
      'an error in the last line of a stream',
      LIST,
      says(`{"result":{"target":"${ONE}"}}\n{"error":{"code":13,"message":"backend gone"}}\n`),
      'backend gone',
    ],
    [
      'a client that may not do this',
      LIST,
      status(403, 'not an admin'),
      'only an admin of Octo may (not an admin, HTTP 403)',
    ],
    ['a check without an answer that fits', CHECK, says('[]'), 'is not as its interface says'],
  ] as const)('fails with status 2 and one sentence after %s', async (_name, call, fault, expected) => {
    bench.octo.known.set(ONE, 'one');
    bench.octo.faults.set(call, [fault]);
    const { status: code, output } = await bench.octoAccess(['confirm', ONE]);
    expect([code, output]).toEqual([2, expect.stringContaining(expected)]);
    expect(output).not.toMatch(/\n\s+at /);
    expect(output).not.toContain(CLIENT.secret);
    expect(output).not.toContain('token-');
  });
});
