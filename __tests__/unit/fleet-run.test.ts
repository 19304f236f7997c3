import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FleetRun, Result } from '../../src/deploy/run-fleet';
import { asJson, commandForRest, exitStatus, outcome, summarize } from '../../src/deploy/summary';
import { selectTargets } from '../../src/deploy/targets';
import { TerraformOutput } from '../../src/deploy/terraform-output';
import { findFleet } from '../../src/fleet/find-fleet';
import type { Fleet } from '../../src/fleet/fleet';
import { parseFleet } from '../../src/fleet/parse-fleet';
import { renderMatrix } from '../../dev/demo/fleet-matrix';

const FLEET = `defaults: { role: Installer, inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d } }
accounts:
  - { id: "111111111111", name: production }
  - { id: "222222222222" }
  - { id: "333333333333", state: removing }
exclude: [{ id: "444444444444", reason: being closed }]
`;
const ORGANIZATION = 'organization: { organizational_units: [ou-abcd-11112222] }\n';

const fleet = (text = FLEET): Fleet => parseFleet(text, 'octo.yaml');
const ids = (of: Fleet, ...words: string[]): string[] => selectTargets(of, words).map(({ id }) => id);

describe('the accounts of a run', () => {
  test('are all with the StackSet last, or the named ones, in the order of the file', () => {
    const all = ['111111111111', '222222222222', '333333333333'];
    expect(ids(fleet())).toEqual(all);
    expect(ids(fleet(FLEET + ORGANIZATION))).toEqual([...all, 'organization']);
    expect(ids(fleet(), '222222222222', 'production', '111111111111')).toEqual([
      '111111111111',
      '222222222222',
    ]);
    expect(ids(fleet(FLEET + ORGANIZATION), 'organization')).toEqual(['organization']);
  });

  test('fails for every word that matches no account, with a suggestion, or why the account is excluded', () => {
    expect(() => ids(fleet(), 'prodution', '222222222223', 'x', '444444444444', '111111111111')).toThrow(
      [
        'there is no account "prodution" in the fleet file; did you mean production?',
        'there is no account "222222222223" in the fleet file; did you mean 222222222222?',
        'there is no account "x" in the fleet file; give an id or a name that it lists',
        'account 444444444444 is excluded: being closed',
      ].join('\n'),
    );
  });

  test('fails if one state holds them all', () => {
    expect(() => ids(fleet(`layout: provider-aliases\n${FLEET}`))).toThrow(
      /^layout is "provider-aliases", which has one state for all accounts: write its root module with octo-access root/,
    );
  });
});

describe('a fleet file beside the states of its stacks', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-orphaned-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const beside = (text: string, states: Readonly<Record<string, unknown>>): Fleet | undefined => {
    writeFileSync(join(folder, 'octo.yaml'), text);
    for (const [stack, state] of Object.entries(states)) {
      const content = typeof state === 'string' ? state : JSON.stringify(state);
      writeFileSync(join(folder, `terraform.${stack}.tfstate`), content);
    }
    return findFleet(folder);
  };
  const installed = {
    resources: [
      { mode: 'managed', instances: [{}] },
      { mode: 'managed', instances: [] },
      { mode: 'data', instances: [{}] },
    ],
  };
  const empty = { resources: [{ mode: 'data', instances: [{}] }] };

  test('is accepted if the states of stacks that it does not have are empty', () => {
    const states = {
      'octo-111111111111': installed,
      'octo-888888888888': empty,
      'octo-999999999999': '',
      'octo-access': empty,
    };
    expect(beside(FLEET, states)?.accounts).toHaveLength(3);
  });

  test('fails for every orphaned state: an account, or the StackSet, that it does not have but whose state holds resources', () => {
    const states = {
      'octo-444444444444': installed,
      'octo-999999999999': '{ cut',
      'octo-organization': installed,
      'octo-access': installed,
    };
    expect(() => beside(FLEET, states)).toThrow(
      [
        'octo.yaml cannot be used, 4 problems:',
        'octo.yaml: accounts does not list 444444444444, but terraform.octo-444444444444.tfstate still holds 1 resource of it; put its entry back with "state: removing", deploy, then remove the entry',
        'octo.yaml: accounts does not list 999999999999, but terraform.octo-999999999999.tfstate cannot be read as a state and may hold resources of it; put its entry back with "state: removing", deploy, then remove the entry',
        'octo.yaml: the stack octo-access is not part of a fleet, but terraform.octo-access.tfstate still holds 1 resource of one account, which would be installed twice; move this file away, run npx cdktf destroy octo-access, then put the file back',
        'octo.yaml: the section organization is missing, but terraform.octo-organization.tfstate still holds 1 resource of its StackSet; put the section back, run npx cdktf destroy octo-organization, then remove the section',
      ].join('\n'),
    );
  });

  test('fails if it changes to one state for all while accounts have their own states', () => {
    expect(() => beside(`layout: opentofu\n${FLEET}`, { 'octo-111111111111': installed })).toThrow(
      /the layout has one state for all accounts, but terraform\.octo-111111111111\.tfstate still holds 1 resource of account 111111111111, which would be installed twice/,
    );
  });

  test('is accepted if its states are kept elsewhere', () => {
    const backend = 'backend: { type: s3, bucket: acme-states, region: us-east-1 }\n';
    expect(beside(backend + FLEET, { 'octo-999999999999': installed })?.accounts).toHaveLength(3);
  });
});

describe("Terraform's output", () => {
  const heard = (...lines: (string | object)[]): TerraformOutput => {
    const terraformOutput = new TerraformOutput();
    for (const line of lines) terraformOutput.read(typeof line === 'string' ? line : JSON.stringify(line));
    return terraformOutput;
  };
  const error = (summary: string, detail = ''): object => ({
    type: 'diagnostic',
    '@message': `Error: ${summary}`,
    diagnostic: { severity: 'error', summary, detail },
  });

  test('gives the planned changes, the progress and the outputs', () => {
    const terraformOutput = heard(
      { type: 'change_summary', changes: { add: 2, change: 0, import: 0, remove: 1, operation: 'plan' } },
      { type: 'apply_complete' },
      { type: 'outputs', outputs: { octo_onboarding: { value: { account_id: '111111111111' } } } },
      { type: 'change_summary', changes: { add: 1, change: 0, import: 0, remove: 0, operation: 'apply' } },
    );
    expect(terraformOutput.changes).toEqual({ add: 2, change: 0, remove: 1 });
    expect(terraformOutput.finished).toBe(1);
    expect(terraformOutput.outputs).toEqual({ octo_onboarding: { account_id: '111111111111' } });
    expect(terraformOutput.reason()).toBeUndefined();
  });

  test("gives the reason in one line, without the SDK's request details, and the number of further ones", () => {
    const collision = error(
      'creating IAM Role (OctoSSMUpdaterRole): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: 8f2c, EntityAlreadyExists: Role with name OctoSSMUpdaterRole already exists.',
    );
    const role =
      'creating IAM Role (OctoSSMUpdaterRole): EntityAlreadyExists: Role with name OctoSSMUpdaterRole already exists';
    expect(heard(collision, collision).reason()).toBe(role);
    expect(heard(collision, error('another')).reason()).toBe(`${role} (and 1 more in the log)`);
    expect(
      heard(
        error(
          'Cannot assume IAM Role',
          'IAM Role (arn:aws:iam::111111111111:role/Installer) cannot be assumed.\n\nThere are a number of possible causes of this.\n\nError: operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: 1a, api error AccessDenied: not\nauthorized\n',
        ),
      ).reason(),
    ).toBe('Cannot assume IAM Role: AccessDenied: not authorized');
    expect(heard(error('long', 'x'.repeat(1_000))).reason()).toHaveLength(400);
  });

  test('gives the reason without -json too, framed or not', () => {
    const lines = [
      'Initializing the backend...',
      'Error: No bucket',
      '',
      '  on cdk.tf.json line 3, in terraform:',
      '',
      'The bucket',
      'is not there.',
    ];
    expect(heard(...lines).reason()).toBe('No bucket: The bucket is not there');
    expect(heard('╷', '│ Error: No bucket', '│', '│ Create it.', '╵').reason()).toBe('No bucket: Create it');
  });
});

describe('the summary of a run', () => {
  const result = (id: string, rest: Partial<Result> = {}): Result => ({
    id,
    name: id,
    stack: `octo-${id}`,
    removing: false,
    status: 'done',
    seconds: 1,
    ...rest,
  });
  const run = (action: FleetRun['action'], ...results: Result[]): FleetRun => ({
    action,
    results,
    seconds: 12.34,
  });
  const FAILED = result('222222222222', {
    name: 'staging',
    status: 'failed',
    reason: 'creating IAM Role: EntityAlreadyExists',
    log: join(process.cwd(), 'cdktf.out/logs/octo-222222222222.log'),
  });
  const wording = { file: 'octo.yaml' };

  test('names the failed accounts with the reason, those not done, and the command for the rest', () => {
    const mixed = run(
      'deploy',
      result('111111111111'),
      FAILED,
      result('333333333333', { status: 'interrupted' }),
      result('444444444444', { status: 'not started' }),
      result('555555555555', { removing: true }),
    );
    const rest = 'octo-access fleet deploy 222222222222 333333333333 444444444444';
    expect(summarize(mixed, wording)).toBe(
      [
        '2 of 5 accounts deployed in 12.3 s',
        'failed:',
        '  222222222222 staging: creating IAM Role: EntityAlreadyExists',
        '    log: cdktf.out/logs/octo-222222222222.log',
        'interrupted: 333333333333',
        'not started: 444444444444',
        'removed all roles of 555555555555; now remove its entry from octo.yaml',
        `for the rest: ${rest}`,
      ].join('\n'),
    );
    expect(commandForRest(mixed, { ...wording, repeat: '--file other.yaml' })).toBe(
      `${rest} --file other.yaml`,
    );
    expect(exitStatus(mixed)).toBe(1);
    expect(asJson(mixed, wording)).toMatchObject({
      ok: false,
      for_the_rest: rest,
      accounts: [
        {},
        { id: '222222222222', status: 'failed', reason: FAILED.reason },
        {},
        {},
        { take_out: true },
      ],
    });
  });

  test('names the accounts that differ in a plan, and the exit status is then 2', () => {
    const changes = { add: 1, change: 2, remove: 0 };
    const same = result('111111111111', { differs: false });
    const differs = result('222222222222', { differs: true, changes });
    expect(summarize(run('plan', same), wording)).toContain('no changes');
    expect(exitStatus(run('plan', same))).toBe(0);
    expect(summarize(run('plan', same, differs), wording)).toContain(
      'with changes:\n  222222222222: differs, 1 to add, 2 to change',
    );
    expect(exitStatus(run('plan', same, differs))).toBe(2);
    expect(exitStatus(run('plan', differs, FAILED))).toBe(1);
    expect(outcome(result('1', { differs: true }))).toBe('differs, in outputs only');
  });
});

describe('failures that are not about one account', () => {
  const failed = (id: string, reason: string): Result => ({
    id,
    name: id,
    stack: `octo-${id}`,
    removing: false,
    status: 'failed',
    seconds: 1,
    reason,
    log: join(process.cwd(), `cdktf.out/logs/octo-${id}.log`),
  });
  const NONE =
    'No valid credential sources found: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option, or "AWS_EC2_METADATA_DISABLED" environment variable';
  const run: FleetRun = {
    action: 'plan',
    seconds: 3,
    results: [
      failed('111111111111', NONE),
      failed('222222222222', 'creating IAM Role: EntityAlreadyExists'),
      failed('333333333333', NONE),
    ],
  };
  const TO_DO =
    "set AWS_PROFILE, or log in (aws sso login), with credentials that may assume the fleet file's role in each account";

  test('are reported once, with what to do, one reason and one log', () => {
    expect(summarize(run, { file: 'octo.yaml' }).split('\n')).toEqual([
      '0 of 3 accounts planned in 3.0 s',
      'failed because Terraform found no AWS credentials: 111111111111, 333333333333',
      `  to do: ${TO_DO}`,
      `  111111111111: ${NONE}`,
      '    log: cdktf.out/logs/octo-111111111111.log',
      'failed:',
      '  222222222222: creating IAM Role: EntityAlreadyExists',
      '    log: cdktf.out/logs/octo-222222222222.log',
      'for the rest: octo-access fleet plan 111111111111 222222222222 333333333333',
    ]);
    expect(outcome(failed('111111111111', NONE))).toBe('failed: Terraform found no AWS credentials');
  });

  test('are one entry in to_do for programs, which find the reason with each account', () => {
    const report = asJson(run, { file: 'octo.yaml' });
    expect(report.to_do).toEqual([TO_DO]);
    expect(report.accounts.map(({ reason }) => reason)).toEqual([NONE, expect.any(String), NONE]);
  });

  test('are distinguished from failures of one account', () => {
    const expired =
      'Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: ExpiredToken: The security token included in the request is expired';
    expect(outcome(failed('1', expired))).toBe('failed: the AWS credentials have expired');
    const refused = 'Cannot assume IAM Role: AccessDenied: not authorized';
    expect(outcome(failed('1', refused))).toBe(`failed: ${refused}`);
  });
});

test('the matrix has a line for each account, with a mark for each role and a remark', () => {
  const rows = [
    {
      account: '111111111111',
      name: 'production',
      cells: { Searcher: true, Updater: false },
      remark: 'failed',
    },
    { account: '222222222222', name: '', remark: 'excluded: being closed' },
  ];
  expect(renderMatrix(['Searcher', 'Updater'], rows).split('\n')).toEqual([
    '                          Searcher  Updater',
    '111111111111  production  ✓         –        failed',
    '222222222222                                 excluded: being closed',
  ]);
});
