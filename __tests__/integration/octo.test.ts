import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import Ajv, { type AnySchemaObject } from 'ajv';
import { schemaFile } from '../../src/generate/schema-file';
import type { ConfirmReport } from '../../src/octo/confirmation';
import { run, type RunResult } from '../../src/process/run';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { EXAMPLE } from '../support/example';
import { CLIENT, startOctoServer, type Fault, type OctoServer } from '../support/octo-server';
import { CHECKOUT } from '../support/workbench';

jest.setTimeout(120_000);

const ONE = '111111111111';
const CHECK = 'POST /v1/aws/acctaccess';
const LIST = 'POST /v1/account/all:read';

let octo: OctoServer;
let folder = '';

beforeEach(async () => {
  octo = await startOctoServer();
  folder = mkdtempSync(join(tmpdir(), 'octo-confirm-'));
});

afterEach(async () => {
  await octo.stop();
  rmSync(folder, { recursive: true, force: true });
});

function octoAccess(args: readonly string[], env: Record<string, string> = {}): Promise<RunResult> {
  const program = join(CHECKOUT, 'src/cli/octo-access.mjs');
  return run(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...baseEnv(), ...octo.env, ...env },
  });
}

/** The object that a command prints, which is as its schema has it. */
function printed({ stdout }: RunResult, schema: string): unknown {
  const result = JSON.parse(stdout) as unknown;
  const text = readFileSync(join(CHECKOUT, schemaFile(schema)), 'utf8');
  const validate = new Ajv().compile(JSON.parse(text) as AnySchemaObject);
  expect(validate(result) === true ? [] : validate.errors).toEqual([]);
  return result;
}

const status =
  (code: number, message = '', headers: Record<string, string> = {}): Fault =>
  (response) =>
    response.writeHead(code, headers).end(JSON.stringify({ code: 1, message }));
const says =
  (text: string): Fault =>
  (response) =>
    response.writeHead(200).end(text);
const cutsOff: Fault = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('{"result": {"target": "1111');
  setTimeout(() => response.destroy(), 50);
};

describe('octo-access values', () => {
  it('prints what the onboarding page shows, for a shell and as JSON', async () => {
    const { stdout, status: code } = await octoAccess(['values']);
    expect([code, stdout]).toEqual([
      0,
      `export TF_VAR_principal=444455556666\nexport TF_VAR_external_id=${EXAMPLE.externalId}`,
    ]);
    expect(printed(await octoAccess(['values', '--json']), 'values')).toEqual({
      principal: '444455556666',
      external_id: EXAMPLE.externalId,
    });
  });

  it('fails with both settings named where they are missing, and asks nothing', async () => {
    const env = { ALPHAUS_CLIENT_ID: '', ALPHAUS_CLIENT_SECRET: '', ALPHAUS_API_URL: 'ftp://x' };
    const { status: code, output } = await octoAccess(['values'], env);
    expect([code, output]).toEqual([
      2,
      expect.stringMatching(
        /ALPHAUS_CLIENT_ID and ALPHAUS_CLIENT_SECRET must be set[^]*ALPHAUS_API_URL must be/,
      ),
    ]);
    expect(octo.calls).toEqual([]);
  });

  it.each([
    ['no account', { principal: '*' }, 'principal must be'],
    ['a line of a script', { principal: '444455556666\nrm x' }, 'principal must be'],
    ['an external id that AWS does not take', { externalId: 'a b' }, 'external_id may hold'],
  ])('fails where Octo gives %s, and prints no command', async (_name, wrong, text) => {
    const values = { principal: EXAMPLE.principal, externalId: EXAMPLE.externalId, ...wrong };
    octo.faults.set('GET /v1/aws/acctaccess', [says(JSON.stringify(values))]);
    const { status: code, stdout, output } = await octoAccess(['values']);
    expect([code, stdout, output]).toEqual([2, '', expect.stringContaining(text)]);
  });

  it('names the variable of the address that cannot be reached', async () => {
    const nowhere = 'http://127.0.0.1:9';
    const [login, api] = await Promise.all([
      octoAccess(['values'], { ALPHAUS_AUTH_URL: nowhere }),
      octoAccess(['values'], { ALPHAUS_API_URL: nowhere }),
    ]);
    const expected = (name: string): unknown => [
      2,
      expect.stringMatching(new RegExp(`^Octo cannot be reached at 127[.]0[.]0[.]1:9: .*, and ${name} if`)),
    ];
    expect([login.status, login.output]).toEqual(expected('ALPHAUS_AUTH_URL'));
    expect([api.status, api.output]).toEqual(expected('ALPHAUS_API_URL'));
  });

  it('names the variable of the address where something else answers', async () => {
    octo.faults.set('POST /login', [says('<html>')]);
    octo.faults.set('GET /v1/aws/acctaccess', [says('<html>')]);
    const login = await octoAccess(['values']);
    expect([login.status, login.output]).toEqual([2, expect.stringContaining('check ALPHAUS_AUTH_URL and')]);
    const api = await octoAccess(['values']);
    expect([api.status, api.output]).toEqual([2, expect.stringContaining('check ALPHAUS_API_URL and')]);
  });

  it('shows no password of an address that is refused', async () => {
    const { output } = await octoAccess(['values'], { ALPHAUS_API_URL: 'http://user:hidden@octo.example/x' });
    expect(output).toContain('got "http://octo.example/x"');
    expect(output).not.toContain('hidden');
  });

  it('fails where the secret is wrong, and shows it nowhere', async () => {
    const { status: code, output } = await octoAccess(['values'], {
      ALPHAUS_CLIENT_SECRET: 'another-secret',
    });
    expect([code, output]).toEqual([2, expect.stringContaining('does not accept ALPHAUS_CLIENT_ID')]);
    expect(output).not.toContain('another-secret');
  });

  it('fails where the answer is not as the interface says', async () => {
    octo.faults.set('GET /v1/aws/acctaccess', [says('{"principal":"444455556666"}'), says('<html>')]);
    const wrong = await octoAccess(['values']);
    expect([wrong.status, wrong.output]).toEqual([2, expect.stringContaining('externalId: Invalid input')]);
    const foreign = await octoAccess(['values']);
    expect([foreign.status, foreign.output]).toEqual([2, expect.stringContaining('is not Octo')]);
  });
});

describe('octo-access confirm', () => {
  it('registers an account that Octo does not know, and shows its badges', async () => {
    const result = await octoAccess(['confirm', ONE]);
    expect([result.status, result.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^111111111111: confirmed, API CUR, registered now\n1 of 1 confirmed by Octo, in/,
      ),
    ]);
    expect([...octo.known]).toEqual([[ONE, ONE]]);
    const check = octo.calls.find(({ call }) => call === CHECK);
    expect(JSON.parse(check?.body ?? '')).toEqual({ target: ONE, fromTerraform: true });
    expect((await octoAccess(['confirm', ONE])).stdout).not.toContain('registered now');
  });

  it('confirms a fleet of 13, the payer first, and tells the one that Octo refuses with its text and causes', async () => {
    const ids = Array.from({ length: 13 }, (_, index) => String(111111111111 + index));
    const fleet = {
      management_account: ids[12],
      defaults: { inputs: { principal: '444455556666', external_id: EXAMPLE.externalId } },
      accounts: ids.map((id) => ({ id, name: `account-${id.slice(-2)}` })),
    };
    writeFileSync(join(folder, 'octo.json'), JSON.stringify(fleet));
    octo.refused.set(ids[3] ?? '', 'AccessDenied: not authorized to perform sts:AssumeRole');

    const result = await octoAccess(['confirm', '--json']);

    expect(result.status).toBe(1);
    const report = printed(result, 'confirm') as ConfirmReport;
    expect(report.accounts).toHaveLength(13);
    expect(report.accounts.filter((one) => one.status !== 'confirmed')).toMatchObject([
      { id: ids[3], status: 'refused', octo_says: 'AccessDenied: not authorized to perform sts:AssumeRole' },
    ]);
    const [refused] = report.accounts.filter((one) => one.status === 'refused');
    expect(refused?.likely_causes?.join()).toContain('resource control policy');
    const [first] = octo.calls.filter(({ call }) => call === CHECK);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ target: ids[12] });
    expect(octo.known.get(ids[0] ?? '')).toBe('account-11');
  });

  it('takes name and external id from the fleet file for an account that is named by its id, too', async () => {
    const inputs = { principal: '444455556666', external_id: 'octo-ext-other' };
    const fleet = { defaults: { inputs }, accounts: [{ id: ONE, name: 'production' }] };
    writeFileSync(join(folder, 'octo.json'), JSON.stringify(fleet));
    const TWO = '222222222222';

    const result = await octoAccess(['confirm', TWO, ONE, TWO, '--json']);

    expect(result.status).toBe(1);
    expect((printed(result, 'confirm') as ConfirmReport).accounts).toMatchObject([
      { id: ONE, name: 'production', status: 'refused' },
      { id: TWO, name: TWO, status: 'confirmed' },
    ]);
    expect(octo.known.get(ONE)).toBe('production');
    const unlisted = await octoAccess(['confirm', TWO, '--file', 'octo.json']);
    expect([unlisted.status, unlisted.output]).toEqual([64, expect.stringContaining(TWO)]);
  });

  it('tells an access that is outdated, and no line of its own by Octo', async () => {
    octo.refused.set(ONE, 'denied\n222233334444: confirmed, API');
    const { stdout } = await octoAccess(['confirm', ONE]);
    expect(stdout).toContain(': refused: denied\\u000a222233334444: confirmed, API');
  });

  it('says once what Octo says of an account that it refuses', async () => {
    octo.refused.set(ONE, 'AccessDenied: no way in');
    const { status: code, stdout, output } = await octoAccess(['confirm', ONE]);
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
    writeFileSync(
      join(folder, 'octo.json'),
      JSON.stringify({ defaults: { inputs }, accounts: [{ id: ONE }] }),
    );
    octo.faults.set(CHECK, [says(JSON.stringify({ ...fine, ...answer }))]);
    const result = await octoAccess(['confirm', '--json']);
    const report = printed(result, 'confirm') as ConfirmReport;
    expect([report.ok, report.accounts[0]?.status, result.stdout]).toEqual([
      false,
      expected,
      expect.stringMatching(text),
    ]);
  });

  it('shows what Octo says without what controls a terminal or begins a line', async () => {
    octo.faults.set(LIST, [status(400, 'gone\u001b[2J\r\nexport TF_VAR_principal=1\u009b1m\u202e')]);
    const { output } = await octoAccess(['confirm', ONE]);
    expect(output).toContain('gone\\u001b[2J\\u000d\\u000aexport TF_VAR_principal=1\\u009b1m\\u202e');
  });

  it('goes on after an expired token, 429 and failures of the server', async () => {
    octo.known.set(ONE, 'one');
    octo.faults.set(LIST, [status(401, 'token is expired'), status(429, '', { 'retry-after': '1' })]);
    octo.faults.set(CHECK, [status(503), status(500)]);
    const result = await octoAccess(['confirm', ONE]);
    expect([result.status, result.output]).toEqual([0, expect.stringContaining('1 of 1 confirmed')]);
    expect(octo.calls.filter(({ call }) => call === 'POST /login')).toHaveLength(2);
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
    octo.known.set(ONE, 'one');
    octo.faults.set(call, [fault]);
    const { status: code, output } = await octoAccess(['confirm', ONE]);
    expect([code, output]).toEqual([2, expect.stringContaining(expected)]);
    expect(output).not.toMatch(/\n\s+at /);
    expect(output).not.toContain(CLIENT.secret);
    expect(output).not.toContain('token-');
  });
});

describe('octo-access accounts --octo', () => {
  it('names every account that is on one side only', async () => {
    const fleet = {
      defaults: { inputs: { principal: '444455556666', external_id: EXAMPLE.externalId } },
      accounts: [{ id: ONE, name: 'production' }, { id: '222222222222' }],
      exclude: [{ id: '333333333333', reason: 'sandbox' }],
    };
    writeFileSync(join(folder, 'octo.json'), JSON.stringify(fleet));
    for (const id of [ONE, '333333333333', '555555555555']) octo.known.set(id, id);
    octo.unregistered.push('222222222222', '666666666666');

    const result = await octoAccess(['accounts', '--octo', '--json']);

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
    expect((await octoAccess(['accounts', '--octo'])).stdout).toContain('  333333333333: sandbox');
  });

  it('ends with 0 where both name the same', async () => {
    const inputs = { principal: '444455556666', external_id: EXAMPLE.externalId };
    writeFileSync(
      join(folder, 'octo.json'),
      JSON.stringify({ defaults: { inputs }, accounts: [{ id: ONE }] }),
    );
    octo.known.set(ONE, 'one');
    const { status: code, stdout } = await octoAccess(['accounts', '--octo']);
    expect([code, stdout]).toEqual([0, '1 in the fleet file and known to Octo']);
  });
});

describe('octo-access forget', () => {
  it('forgets the accounts that are named, and no others', async () => {
    for (const id of [ONE, '222222222222']) octo.known.set(id, id);
    expect(printed(await octoAccess(['forget', ONE, '--json']), 'forget')).toEqual({
      ok: true,
      seconds: expect.any(Number),
      forgotten: [ONE],
      failed: [],
    });
    expect([...octo.known.keys()]).toEqual(['222222222222']);
  });

  it('fails on a name before anything is forgotten, and says what was forgotten where one fails', async () => {
    const named = await octoAccess(['forget', ONE, 'production']);
    expect([named.status, named.output]).toEqual([64, expect.stringContaining('got "production"')]);
    expect(octo.calls).toEqual([]);
    octo.faults.set('DELETE /v1/acctaccess/222222222222?vendor=aws', [status(404, 'no such account')]);
    const failed = await octoAccess(['forget', ONE, '222222222222']);
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
    octo.known.set(ONE, 'one');
    octo.faults.set(LIST, [fault]);
    // AWS would be looked for at a port where nothing answers.
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_REGION: 'us-east-1' };
    const { status: code, output } = await octoAccess(['remove', ONE], { ...nowhere, ...env });
    expect([code, output]).toEqual([2, expect.stringContaining(expected)]);
    expect(output).not.toMatch(/AWS|\n\s+at /);
    expect([...octo.known.keys()]).toEqual([ONE]);
  });

  it('fails on names without a fleet file, and on --all beside names', async () => {
    const named = await octoAccess(['remove', 'production', ONE]);
    expect([named.status, named.output]).toEqual([64, expect.stringContaining('got "production"')]);
    const both = await octoAccess(['remove', ONE, '--all']);
    expect([both.status, both.output]).toEqual([64, expect.stringContaining('not both')]);
    const stack = await octoAccess(['remove', ONE, '--stack', 'no good!']);
    expect([stack.status, stack.output]).toEqual([
      64,
      expect.stringMatching(/--stack must be .* got "no good!"/),
    ]);
    expect(octo.calls).toEqual([]);
  });
});
