import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFleet } from '../../src/fleet/find-fleet';
import type { Fleet } from '../../src/fleet/fleet';
import { FleetFileError } from '../../src/fleet/fleet-file-error';
import { parseFleet } from '../../src/fleet/parse-fleet';

const EXAMPLE = readFileSync(resolve(__dirname, '../../examples/fleet/octo.yaml'), 'utf8');

/** Line 1 of most files here; what is tested begins in line 2. */
const DEFAULTS = 'defaults: { inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d } }';
const INPUTS = { principal: '444455556666', externalId: 'octo-ext-7f3c2a1b9d' };
const ACCOUNT = 'accounts: [{ id: "222222222222" }]';
const UNITS = 'organizational_units: [ou-abcd-11112222]';
const STACK_ARN =
  'arn:aws:cloudformation:us-east-1:222222222222:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f';

function errorOf(text: string, name = 'octo.yaml'): FleetFileError {
  try {
    parseFleet(text, name);
  } catch (error) {
    if (error instanceof FleetFileError) return error;
    throw error;
  }
  throw new Error(`nothing is wrong with\n${text}`);
}

/** `line:column message` of every problem of a file. */
function problems(...lines: string[]): string[] {
  const found = errorOf(lines.join('\n')).problems;
  return found.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const parse = (...lines: string[]) => parseFleet(lines.join('\n'), 'octo.yaml');

describe('a fleet file', () => {
  test('gives its accounts, with the values that it sets for all', () => {
    const account = {
      region: 'us-east-1',
      state: 'active',
      inputs: { ...INPUTS, tags: { Owner: 'finops' } },
    };
    expect(parseFleet(EXAMPLE, 'octo.yaml')).toEqual({
      layout: 'stack-per-account',
      backend: { type: 's3', bucket: 'acme-terraform-states', region: 'us-east-1', prefix: 'octo-access' },
      managementAccountId: '111111111111',
      accounts: [
        { ...account, id: '111111111111', name: 'management' },
        {
          ...account,
          id: '222222222222',
          name: 'production',
          roleArn: 'arn:aws:iam::222222222222:role/OctoInstaller',
          inputs: {
            ...INPUTS,
            roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'],
            tags: { Owner: 'finops', Stage: 'production' },
          },
        },
        {
          ...account,
          id: '012345678901',
          name: 'sandbox',
          roleArn: 'arn:aws:iam::012345678901:role/OctoInstaller',
          state: 'removing',
        },
      ],
      exclude: [{ id: '333333333333', reason: 'no Cost and Usage Report' }],
    });
  });

  test('may have tags of single roles for accounts, where the StackSet has none', () => {
    const fleet = (organization: string): Fleet =>
      parseFleet(
        [
          'defaults:',
          '  inputs:',
          '    principal: "444455556666"',
          '    external_id: octo-ext-7f3c2a1b9d',
          '    role_tags: { AlphausAcctAccessRole: { "dp:exclude:identity": "true" } }',
          'accounts:',
          '  - id: "222222222222"',
          '  - id: "333333333333"',
          '    inputs: { role_tags: { OctoSSMUpdaterRole: { a: b } } }',
          'organization:',
          '  organizational_units: [ou-abcd-11112222]',
          organization,
        ].join('\n'),
        'octo.yaml',
      );
    for (const none of ['null', '{}']) {
      const { accounts, organization } = fleet(`  inputs: { role_tags: ${none} }`);
      expect(accounts.map(({ inputs }) => inputs.roleTags)).toEqual([
        { AlphausAcctAccessRole: { 'dp:exclude:identity': 'true' } },
        { OctoSSMUpdaterRole: { a: 'b' } },
      ]);
      expect(organization?.inputs).toEqual(INPUTS);
    }
    expect(() => fleet('')).toThrow(/defaults\.inputs\.role_tags is always {} in the stacks of a StackSet/);
  });

  test('gives the StackSet of an organization, without accounts that are excluded or installed directly', () => {
    const whole = EXAMPLE.replace(/# organization:\n(#.*\n)+/, (section) => section.replace(/^# /gm, ''));
    expect(parseFleet(whole, 'octo.yaml').organization).toEqual({
      organizationalUnitIds: ['ou-abcd-11112222'],
      // Without the management account, which a StackSet never reaches.
      excludedAccountIds: ['012345678901', '222222222222', '333333333333'],
      region: 'us-east-1',
      callAs: 'SELF',
      // AWS does not look at who is left out as accounts join.
      autoDeployment: false,
      retainStacksOnAccountRemoval: false,
      failureTolerancePercentage: 50,
      maxConcurrentPercentage: 25,
      inputs: { ...INPUTS, tags: { Owner: 'finops' } },
    });
  });

  test('may say everything about the StackSet', () => {
    const organization = {
      organizational_units: ['r-abcd'],
      region: 'ap-northeast-1',
      role: 'arn:aws:iam::555555555555:role/team/OctoInstaller',
      call_as: 'DELEGATED_ADMIN',
      auto_deployment: true,
      retain_stacks_on_account_removal: true,
      failure_tolerance_percentage: 0,
      max_concurrent_percentage: 100,
      inputs: { tags: { Owner: 'finops' }, external_id: 'another' },
    };
    expect(parse(DEFAULTS, `organization: ${JSON.stringify(organization)}`).organization).toEqual({
      organizationalUnitIds: ['r-abcd'],
      excludedAccountIds: [],
      region: 'ap-northeast-1',
      roleArn: 'arn:aws:iam::555555555555:role/team/OctoInstaller',
      callAs: 'DELEGATED_ADMIN',
      autoDeployment: true,
      retainStacksOnAccountRemoval: true,
      failureTolerancePercentage: 0,
      maxConcurrentPercentage: 100,
      inputs: { principal: '444455556666', externalId: 'another', tags: { Owner: 'finops' } },
    });
  });

  test("takes a role's name for the management account where that owns the StackSet", () => {
    const { organization } = parse(
      DEFAULTS,
      'management_account: "111111111111"',
      `organization: { role: OctoInstaller, ${UNITS} }`,
    );
    expect(organization?.roleArn).toBe('arn:aws:iam::111111111111:role/OctoInstaller');
  });

  test('needs only one account and the two values of the onboarding page', () => {
    expect(parse(DEFAULTS, ACCOUNT)).toEqual({
      layout: 'stack-per-account',
      backend: { type: 'local' },
      accounts: [
        { id: '222222222222', name: '222222222222', region: 'us-east-1', state: 'active', inputs: INPUTS },
      ],
      exclude: [],
    });
  });

  test.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['ap-northeast-1', 'aws'],
  ])('takes the partition from the region: %s is in %s', (region, partition) => {
    const [account] = parse(
      DEFAULTS,
      `accounts: [{ id: "222222222222", role: octo/Installer, region: ${region} }]`,
    ).accounts;
    expect(account?.roleArn).toBe(`arn:${partition}:iam::222222222222:role/octo/Installer`);
  });

  test('lets an account override the role and the region of all, and go without a role', () => {
    const { accounts } = parse(
      'defaults:',
      '  region: eu-central-1',
      '  role: OctoInstaller',
      '  inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d }',
      'accounts:',
      '  - id: "222222222222"',
      '  - { id: "333333333333", region: us-west-2, role: "arn:aws:iam::333333333333:role/Other" }',
      '  - { id: "555555555555", role: null }',
    );
    expect(accounts.map(({ region, roleArn }) => [region, roleArn])).toEqual([
      ['eu-central-1', 'arn:aws:iam::222222222222:role/OctoInstaller'],
      ['us-west-2', 'arn:aws:iam::333333333333:role/Other'],
      ['eu-central-1', undefined],
    ]);
  });

  test('merges inputs one by one; null is the default of the input', () => {
    const { accounts } = parse(
      'defaults:',
      '  inputs:',
      '    principal: "444455556666"',
      '    external_id: octo-ext-7f3c2a1b9d',
      '    max_session_duration: 3600',
      '    tags: { Owner: finops }',
      'accounts:',
      '  - id: "222222222222"',
      '    inputs: { max_session_duration: null, external_id: another, tags: { Stage: test } }',
      '  - id: "333333333333"',
      `    inputs: { permissions_boundary_arn: "arn:aws:iam::333333333333:policy/Own" }`,
    );
    expect(accounts.map(({ inputs }) => inputs)).toEqual([
      { principal: '444455556666', externalId: 'another', tags: { Stage: 'test' } },
      {
        ...INPUTS,
        maxSessionDuration: 3600,
        tags: { Owner: 'finops' },
        permissionsBoundaryArn: 'arn:aws:iam::333333333333:policy/Own',
      },
    ]);
  });

  test('may use anchors, aliases and merge keys, also for hundreds of accounts', () => {
    const accounts = Array.from(
      { length: 400 },
      (_, index) => `  - { <<: *common, id: "${200000000000 + index}" }`,
    );
    const fleet = parse(
      DEFAULTS,
      'accounts:',
      '  - &common',
      '    id: "222222222222"',
      '    region: eu-west-1',
      '    inputs: &inputs { roles: [AlphausAcctAccessRole] }',
      '  - id: "333333333333"',
      '    inputs: { <<: [*inputs], max_session_duration: 3600 }',
      ...accounts,
    );
    expect(fleet.accounts).toHaveLength(402);
    expect(fleet.accounts[1]?.inputs).toEqual({
      ...INPUTS,
      roles: ['AlphausAcctAccessRole'],
      maxSessionDuration: 3600,
    });
    expect(fleet.accounts[401]).toMatchObject({
      id: '200000000399',
      region: 'eu-west-1',
      inputs: { roles: ['AlphausAcctAccessRole'] },
    });
  });

  test('may be JSON that names its schema', () => {
    const json = JSON.stringify({
      $schema: './schema/octo.schema.json',
      accounts: [
        { id: '222222222222', inputs: { principal: '444455556666', external_id: 'octo-ext-7f3c2a1b9d' } },
      ],
    });
    const indented = JSON.stringify(JSON.parse(json), null, '\t');
    expect(parseFleet(json, 'octo.json').accounts[0]?.inputs).toEqual(INPUTS);
    expect(parseFleet(indented, 'octo.json')).toEqual(parseFleet(json, 'octo.json'));
  });

  test.each([
    ['backend: { type: local }', { type: 'local' }],
    [
      'backend: { type: s3, bucket: states, region: us-east-1 }',
      { type: 's3', bucket: 'states', region: 'us-east-1', prefix: 'octo-access' },
    ],
    [
      'backend: { type: cloud, organization: acme, hostname: tfe.example.com, project: Fin Ops }',
      {
        type: 'cloud',
        organization: 'acme',
        hostname: 'tfe.example.com',
        project: 'Fin Ops',
      },
    ],
  ])('knows %s', (line, backend) => {
    expect(parse(DEFAULTS, ACCOUNT, line).backend).toEqual(backend);
  });

  test('with 1,000 accounts is read in well under a second', () => {
    const accounts = Array.from(
      { length: 1000 },
      (_, index) =>
        `  - id: "${100000000000 + index}"\n    name: account ${index}\n    inputs: { tags: { Number: "${index}" } }`,
    );
    // Processor time, since wall time depends on what else runs.
    const start = process.cpuUsage();
    expect(parse(DEFAULTS, 'accounts:', ...accounts).accounts).toHaveLength(1000);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(1000);
  });
});

describe('a fleet file fails', () => {
  test('reporting every error with its place, in the order of the file', () => {
    const text = `layout: provider-alias
backend: { type: s3, bucket: B, regoin: us-east-1 }
management_account: 011111111111
defaults:
  region: [us-east-1, eu-west-1]
  inputs:
    principal: 444455556666
    external_id: octo ext
accounts:
  - id: 22222222222
    name: production
    name: again
  - id: "333333333333"
    externalId: x
  - id: "333333333333"
    name: Again
    inputs: { max_session_duration: 1 }
exclude:
  - { id: "333333333333", reason: closed }
organization:
  organizational_units: []
`;
    expect(errorOf(text).message.split('\n')).toEqual([
      'octo.yaml cannot be used, 16 problems:',
      'octo.yaml:1:9: layout must be "stack-per-account" or "provider-aliases" or "opentofu", got "provider-alias"',
      'octo.yaml:2:10: backend.region is missing: it must be one AWS region, like us-east-1',
      'octo.yaml:2:30: backend.bucket must be the name of an S3 bucket, got "B"',
      'octo.yaml:2:33: backend.regoin is not a known key here; did you mean region?',
      'octo.yaml:3:21: management_account must be the 12 digits of an AWS account id, in quotes, got 011111111111; without quotes it is a number, and its leading zeros get lost: write "011111111111"',
      'octo.yaml:5:11: defaults.region must be one AWS region, like us-east-1, got ["us-east-1","eu-west-1"]; IAM is global, and a second region would install the same roles again',
      'octo.yaml:7:16: defaults.inputs.principal must be a string, got 444455556666; write 444455556666 in quotes: "444455556666"',
      `octo.yaml:8:18: defaults.inputs.external_id may hold only ASCII letters, digits and _+=,.@:/- (no spaces, quotes, line breaks or invisible characters); copy it again from Octo's onboarding page, got "octo ext"`,
      'octo.yaml:10:9: accounts[0].id must be the 12 digits of an AWS account id, in quotes, got 22222222222; if leading zeros got lost, write "022222222222"',
      'octo.yaml:12:5: accounts[0].name is given twice, first in line 11, column 5; keep one',
      'octo.yaml:14:5: accounts[1].externalId is an input: give it one level down, as inputs.external_id',
      'octo.yaml:15:9: accounts[2].id is listed twice, got "333333333333", first in line 13, column 9; keep one',
      'octo.yaml:16:11: accounts[2].name is also the name of another account, got "Again", there in line 12, column 11; give each its own name; upper and lower case count as the same',
      'octo.yaml:17:37: accounts[2].inputs.max_session_duration must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours), got 1',
      'octo.yaml:19:11: exclude[0].id is also listed under accounts, got "333333333333", there in line 13, column 9; keep one. To remove its roles, keep it there with "state: removing" until they are gone',
      'octo.yaml:21:25: organization.organizational_units must be a list of organizational units, at least 1, got []',
    ]);
  });

  test('in JSON with places of the JSON', () => {
    const text =
      '{\n\t"accounts": [\n\t\t{ "id": "222222222222", "nmae": "x" },\n\t\t{ "id": 333333333333 }\n\t]\n}\n';
    expect(errorOf(text, 'octo.json').message.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^octo\.json:3:3: accounts\[0\]\.inputs\.principal is required/),
      expect.stringMatching(/^octo\.json:3:3: accounts\[0\]\.inputs\.external_id is required/),
      'octo.json:3:27: accounts[0].nmae is not a known key here; did you mean name?',
      'octo.json:4:11: accounts[1].id must be the 12 digits of an AWS account id, in quotes, got 333333333333; without quotes it is a number, and its leading zeros get lost: write "333333333333"',
    ]);
  });

  describe('by its text', () => {
    test.each<[string, string, string[]]>([
      [
        'nothing in it',
        '',
        [
          '1:1 the file must be a section with layout, backend, management_account, defaults, accounts, exclude, organization, got nothing',
        ],
      ],
      [
        'only comments',
        '# octo\n',
        [
          '1:1 the file must be a section with layout, backend, management_account, defaults, accounts, exclude, organization, got nothing',
        ],
      ],
      [
        'a list',
        '- a',
        [
          '1:1 the file must be a section with layout, backend, management_account, defaults, accounts, exclude, organization, got ["a"]',
        ],
      ],
      [
        'a tab',
        'accounts:\n\t- id: x',
        ['2:1 a tab is where spaces must be: YAML does not allow tabs for indentation'],
      ],
      [
        'two documents',
        'accounts: []\n---\naccounts: []',
        ['2:1 a second document begins here; keep one document, without the line "---"'],
      ],
      [
        'an open bracket',
        '{"accounts": [',
        [
          '1:15 is not valid YAML here: Flow sequence in block collection must be sufficiently indented and end with a ]',
          '1:15 is not valid YAML here: Flow map must end with a }',
        ],
      ],
      [
        'an unknown alias',
        'accounts: [*one]',
        ['1:12 *one refers to no anchor; write &one before a value further up'],
      ],
      [
        'an alias of what it is in',
        'accounts: &all [*all]',
        ['1:17 *all refers to a value that contains it; remove it'],
      ],
      ['an unknown tag', 'accounts: !all []', ['1:11 cannot be read: Unresolved tag: !all; leave it out']],
      [
        'a placeholder without quotes',
        'accounts: {{ accounts }}',
        ['1:12 a key must be a word, got a list or a section; a value with { or [ may lack quotes'],
      ],
      [
        'a merge of nothing to merge',
        'accounts: &a []\ndefaults: { <<: 3 }\n',
        ['2:13 << must be followed by an alias of a section, or a list of such aliases'],
      ],
      [
        'a merge of a list of no sections',
        'defaults:\n  <<: [{ region: x }, 3]\n',
        ['2:3 << must be followed by an alias of a section, or a list of such aliases'],
      ],
    ])('%s', (_, text, expected) => {
      expect(problems(text)).toEqual(expected);
    });

    test('aliases that multiply', () => {
      const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, index, all) => {
        const items = Array<string>(10).fill(index === 0 ? 'x' : `*${all[index - 1]}`);
        return `${name}: &${name} [${items.join(', ')}]`;
      });
      expect(problems(...levels)).toEqual([
        '1:1 the file uses its anchors more than 100000 times, counting anchors within anchors; use fewer anchors',
      ]);
    });
  });

  describe('by its accounts', () => {
    const BAD_ID = 'must be the 12 digits of an AWS account id, in quotes';
    test.each<[string, string[], string[]]>([
      [
        'none',
        ['layout: opentofu'],
        ['1:1 the file names no account: list them under accounts, or give an organization'],
      ],
      [
        'an empty list',
        [DEFAULTS, 'accounts: []'],
        ['1:1 the file names no account: list them under accounts, or give an organization'],
      ],
      ['no list', ['accounts: {}'], ['1:11 accounts must be a list of accounts, got {}']],
      [
        'nothing after the key',
        ['accounts:', 'exclude:'],
        [
          '1:10 accounts must be a list of accounts, got nothing',
          '2:9 exclude must be a list of accounts, each with id and reason, got nothing',
        ],
      ],
      [
        'an account that is no section',
        ['accounts: ["222222222222"]'],
        ['1:12 accounts[0] must be a section with id, name, region, role, state, inputs, got "222222222222"'],
      ],
      [
        'an account without id',
        [DEFAULTS, 'accounts:', '  - name: x'],
        [`3:5 accounts[0].id is missing: it ${BAD_ID}`],
      ],
      [
        'an id with nothing after it',
        [DEFAULTS, 'accounts:', '  - id:'],
        [`3:8 accounts[0].id ${BAD_ID}, got nothing`],
      ],
      [
        'an id without quotes',
        [DEFAULTS, 'accounts:', '  - id: 012345678901'],
        [
          `3:9 accounts[0].id ${BAD_ID}, got 012345678901; without quotes it is a number, and its leading zeros get lost: write "012345678901"`,
        ],
      ],
      [
        'an id that lost zeros',
        [DEFAULTS, 'accounts:', '  - id: 345678901'],
        [`3:9 accounts[0].id ${BAD_ID}, got 345678901; if leading zeros got lost, write "000345678901"`],
      ],
      [
        'an id that lost zeros, in quotes',
        [DEFAULTS, 'accounts:', '  - id: "345678901"'],
        [`3:9 accounts[0].id ${BAD_ID}, got "345678901"; if leading zeros got lost, write "000345678901"`],
      ],
      [
        'a number that is no id',
        [DEFAULTS, 'accounts:', '  - id: 111'],
        [`3:9 accounts[0].id ${BAD_ID}, got 111`],
      ],
      [
        'an id as a spreadsheet shows it',
        [DEFAULTS, 'accounts:', '  - id: 1.23457E+11'],
        [`3:9 accounts[0].id ${BAD_ID}, got 1.23457E+11; write 1.23457E+11 in quotes: "1.23457E+11"`],
      ],
      [
        'an id with hyphens',
        [DEFAULTS, 'accounts:', '  - id: 1234-5678-9012'],
        [`3:9 accounts[0].id ${BAD_ID}, got "1234-5678-9012"`],
      ],
      [
        'an id of 13 digits',
        [DEFAULTS, 'accounts:', '  - id: "1234567890123"'],
        [`3:9 accounts[0].id ${BAD_ID}, got "1234567890123"`],
      ],
      [
        'an id three times',
        [DEFAULTS, 'accounts:', '  - id: "222222222222"', '  - id: "222222222222"', '  - id: "222222222222"'],
        [
          '4:9 accounts[1].id is listed twice, got "222222222222", first in line 3, column 9; keep one',
          '5:9 accounts[2].id is listed twice, got "222222222222", first in line 3, column 9; keep one',
        ],
      ],
      [
        'an excluded id twice',
        [
          DEFAULTS,
          ACCOUNT,
          'exclude:',
          '  - { id: "333333333333", reason: a }',
          '  - { id: "333333333333", reason: b }',
        ],
        ['5:11 exclude[1].id is listed twice, got "333333333333", first in line 4, column 11; keep one'],
      ],
      [
        'an excluded account without reason',
        [DEFAULTS, ACCOUNT, 'exclude: [{ id: "333333333333" }, { id: "555555555555", reason: " " }]'],
        [
          '3:11 exclude[0].reason is missing: it must be the reason, in words',
          '3:65 exclude[1].reason must be the reason, in words, got " "',
        ],
      ],
      [
        'a name that is a number',
        [DEFAULTS, 'accounts: [{ id: "222222222222", name: 2024 }]'],
        [
          '2:40 accounts[0].name must be a name of 1 to 128 characters, without spaces around it or control characters in it, got 2024; write 2024 in quotes: "2024"',
        ],
      ],
      [
        'a name with a line break',
        [DEFAULTS, 'accounts: [{ id: "222222222222", name: "a\\nb" }]'],
        [
          '2:40 accounts[0].name must be a name of 1 to 128 characters, without spaces around it or control characters in it, got "a\\nb"',
        ],
      ],
      [
        'a state that is none',
        [DEFAULTS, 'accounts: [{ id: "222222222222", state: removed }]'],
        ['2:41 accounts[0].state must be "active" or "removing", got "removed"'],
      ],
      [
        'regions',
        [DEFAULTS, 'accounts: [{ id: "222222222222", regions: [us-east-1, us-west-2] }]'],
        ['2:34 accounts[0].regions is not a known key here; did you mean region?'],
      ],
      [
        'a region that is none',
        [DEFAULTS, 'accounts: [{ id: "222222222222", region: virginia }]'],
        ['2:42 accounts[0].region must be one AWS region, like us-east-1, got "virginia"'],
      ],
      [
        'a role that is none',
        [DEFAULTS, 'accounts: [{ id: "222222222222", role: "my role" }]'],
        [
          '2:40 accounts[0].role must be the name or the ARN of a role, or null for the credentials at hand, got "my role"',
        ],
      ],
      [
        'a role of another account',
        [DEFAULTS, 'accounts: [{ id: "222222222222", role: "arn:aws:iam::333333333333:role/R" }]'],
        [
          '2:40 accounts[0].role must be a role of account 222222222222, got "arn:aws:iam::333333333333:role/R"; its name alone is enough',
        ],
      ],
      [
        'a role of another partition',
        [
          DEFAULTS,
          'accounts: [{ id: "222222222222", region: cn-north-1, role: "arn:aws:iam::222222222222:role/R" }]',
        ],
        [
          '2:60 accounts[0].role must be in partition aws-cn, like region cn-north-1, got "arn:aws:iam::222222222222:role/R"',
        ],
      ],
      [
        'an ARN as role of all',
        [
          'defaults: { role: "arn:aws:iam::222222222222:role/R", inputs: { principal: "444455556666", external_id: ab } }',
          ACCOUNT,
        ],
        [
          '1:19 defaults.role must be the name of a role that all accounts have, like OctoInstaller (an ARN belongs to one account), got "arn:aws:iam::222222222222:role/R"',
        ],
      ],
    ])('%s', (_, lines, expected) => {
      expect(problems(...lines)).toEqual(expected);
    });
  });

  describe('by its inputs', () => {
    const inputs = (text: string): string[] => [
      DEFAULTS,
      'accounts:',
      '  - id: "222222222222"',
      `    inputs: { ${text} }`,
    ];
    test.each<[string, string[], string[]]>([
      [
        'an unknown one, near another',
        inputs('external-idd: x'),
        ['4:15 accounts[0].inputs.external-idd is not a known key here; did you mean external_id?'],
      ],
      [
        'one in camelCase',
        inputs('vettedRunbooks: []'),
        ['4:15 accounts[0].inputs.vettedRunbooks is not a known key here; did you mean vetted_runbooks?'],
      ],
      [
        'one at the top of the file',
        ['external_id: ab', ACCOUNT, 'defaults: { inputs: { principal: "444455556666", external_id: ab } }'],
        ['1:1 external_id is an input: give it as defaults.inputs.external_id'],
      ],
      [
        'a number for a text',
        inputs('external_id: 1234'),
        ['4:28 accounts[0].inputs.external_id must be a string, got 1234; write 1234 in quotes: "1234"'],
      ],
      [
        'true for a text in a section',
        inputs('tags: { Owner: finops, Octo: true }'),
        [
          '4:21 accounts[0].inputs.tags must be an object of strings, got {"Owner":"finops","Octo":true}; write true in quotes: "true"',
        ],
      ],
      [
        'true for a text in tags of a role',
        inputs('role_tags: { OctoSSMUpdaterRole: { Octo: true } }'),
        [
          '4:26 accounts[0].inputs.role_tags must be an object of objects of strings, like {"NAME":{"key":"value"}}, got {"OctoSSMUpdaterRole":{"Octo":true}}; write true in quotes: "true"',
        ],
      ],
      [
        'tags of a role that there is not',
        inputs('role_tags: { OctoRole: { a: b } }'),
        [
          '4:26 accounts[0].inputs.role_tags may name only OctoRecommendationSearcherRole, OctoChangeExecutorRole, OctoSSMUpdaterRole, OctoChangeTemplateApproverRole, AlphausAcctAccessRole, each with an object of tags; what is for all of them goes into tags, got {"OctoRole":{"a":"b"}}',
        ],
      ],
      [
        'a text for a list',
        inputs('roles: AlphausAcctAccessRole'),
        ['4:22 accounts[0].inputs.roles must be a list of strings, got "AlphausAcctAccessRole"'],
      ],
      [
        'a text for true or false',
        inputs('allow_self_update: no'),
        ['4:34 accounts[0].inputs.allow_self_update must be true or false, got "no"'],
      ],
      [
        'an unknown role',
        inputs('roles: [OctoRole]'),
        [
          '4:22 accounts[0].inputs.roles may hold only OctoRecommendationSearcherRole, OctoChangeExecutorRole, OctoSSMUpdaterRole, OctoChangeTemplateApproverRole, AlphausAcctAccessRole, got ["OctoRole"]',
        ],
      ],
      [
        'a required one that is null',
        inputs('principal: null'),
        [
          "4:26 accounts[0].inputs.principal is required: it must be the 12-digit AWS account id of Alphaus, copied from Octo's onboarding page",
        ],
      ],
      [
        'an account of the user as that of Alphaus',
        inputs('principal: "222222222222"'),
        [
          `4:26 accounts[0].inputs.principal must be Alphaus's account, got "222222222222", which this file lists as one of your own accounts; copy it from Octo's onboarding page`,
        ],
      ],
      [
        'a stack of another account',
        inputs(`cloudformation_stack_arn: "${STACK_ARN.replace('222222222222', '333333333333')}"`),
        [
          `4:41 accounts[0].inputs.cloudformation_stack_arn must belong to this account, 222222222222, got "${STACK_ARN.replace('222222222222', '333333333333')}"`,
        ],
      ],
      [
        'a policy of another account',
        inputs(
          'change_executor_policy_arns: ["arn:aws:iam::aws:policy/A", "arn:aws:iam::333333333333:policy/B"]',
        ),
        [
          '4:44 accounts[0].inputs.change_executor_policy_arns must belong to this account, 222222222222, got "arn:aws:iam::333333333333:policy/B"',
        ],
      ],
      [
        'recommendations beside policies of the customer',
        inputs(
          'change_executor_access: recommendations, change_executor_policy_arns: ["arn:aws:iam::aws:policy/A"]',
        ),
        [
          '4:39 accounts[0].inputs.change_executor_access may not be recommendations where change_executor_policy_arns is set; leave one of the two out, got change_executor_access = "recommendations" and change_executor_policy_arns = ["arn:aws:iam::aws:policy/A"]',
        ],
      ],
      [
        'a policy of another partition',
        inputs('permissions_boundary_arn: "arn:aws-cn:iam::aws:policy/A"'),
        [
          '4:41 accounts[0].inputs.permissions_boundary_arn must be in partition aws, like region us-east-1, got "arn:aws-cn:iam::aws:policy/A"',
        ],
      ],
    ])('%s', (_, lines, expected) => {
      expect(problems(...lines)).toEqual(expected);
    });

    test('required ones that are missing, once for all accounts', () => {
      expect(
        problems(
          'accounts:',
          '  - id: "222222222222"',
          '    inputs: { external_id: ab }',
          '  - id: "333333333333"',
          '  - id: "555555555555"',
        ),
      ).toEqual([
        "3:13 accounts[0].inputs.principal is required: it must be the 12-digit AWS account id of Alphaus, copied from Octo's onboarding page, and 2 more lack it; give it there, or for all under defaults.inputs",
        "4:5 accounts[1].inputs.external_id is required: it must have 2 to 1,224 characters, copied from Octo's onboarding page, and 1 more lack it; give it there, or for all under defaults.inputs",
      ]);
    });

    test('an ARN of one account among the defaults, once', () => {
      expect(
        problems(
          'defaults:',
          '  inputs:',
          '    principal: "333333333333"',
          '    external_id: ab',
          '    permissions_boundary_arn: arn:aws:iam::222222222222:policy/Own',
          `    cloudformation_stack_arn: ${STACK_ARN}`,
          'accounts: [{ id: "222222222222" }, { id: "333333333333" }, { id: "555555555555" }]',
        ),
      ).toEqual([
        `3:16 defaults.inputs.principal must be Alphaus's account, got "333333333333", which this file lists as one of your own accounts; copy it from Octo's onboarding page`,
        '5:31 defaults.inputs.permissions_boundary_arn belongs to one account, got "arn:aws:iam::222222222222:policy/Own", but defaults apply to all accounts; give it under the inputs of that account',
        '6:5 defaults.inputs.cloudformation_stack_arn cannot be given here: it belongs to one account; give it under the inputs of that account',
      ]);
    });

    test('an error in an anchor, once, where it is written', () => {
      expect(
        problems(
          DEFAULTS,
          'accounts:',
          '  - id: "222222222222"',
          '    inputs: &inputs { max_session_duration: 1, rolse: [] }',
          '  - id: "333333333333"',
          '    inputs: *inputs',
          '  - { id: "555555555555", inputs: { <<: *inputs, max_session_duration: 2 } }',
        ),
      ).toEqual([
        '4:45 accounts[0].inputs.max_session_duration must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours), got 1',
        '4:48 accounts[0].inputs.rolse is not a known key here; did you mean roles?',
        '7:72 accounts[2].inputs.max_session_duration must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours), got 2',
      ]);
    });
  });

  describe('by its layout', () => {
    const many = (count: number): string =>
      `accounts: [${Array.from({ length: count }, (_, index) => `{ id: "${200000000000 + index}", role: R }`).join(', ')}]`;

    test('with too many aliases for a machine, naming the reason and the alternatives', () => {
      expect(parse(DEFAULTS, 'layout: provider-aliases', many(25)).accounts).toHaveLength(25);
      expect(problems(DEFAULTS, 'layout: provider-aliases', many(26))).toEqual([
        `2:9 layout may be "provider-aliases" for at most 25 accounts, got 26: each alias is a process of the provider, which takes about 90 MB; use "stack-per-account", or install them with an organization's StackSet`,
      ]);
      expect(parse(DEFAULTS, 'layout: opentofu', many(26)).accounts).toHaveLength(26);
    });

    test('with two accounts of the same credentials in one state', () => {
      const accounts =
        'accounts: [{ id: "222222222222" }, { id: "333333333333", role: R }, { id: "555555555555" }]';
      expect(problems(DEFAULTS, 'layout: opentofu', accounts)).toEqual([
        '3:69 accounts[2].role is missing, as in line 3, column 12: layout "opentofu" deploys all accounts with the same credentials, which belong to one account; name the role to assume in each of the others',
      ]);
      expect(parse(DEFAULTS, accounts).accounts).toHaveLength(3);
    });
  });

  describe('by its backend', () => {
    test.each([
      ['local', 'backend must be a section with type: "local" or "s3" or "cloud", got "local"'],
      ['{ type: gcs }', 'backend.type must be "local" or "s3" or "cloud", got "gcs"'],
      ['{ path: x }', 'backend.type is missing: it must be "local" or "s3" or "cloud"'],
      ['{ type: local, path: x }', 'backend.path is not a known key here; known keys are type'],
      [
        '{ type: s3, bucket: b1b, region: us-east-1, key: x }',
        'backend.key is not a known key here; known keys are type, bucket, region, prefix',
      ],
      [
        '{ type: s3, bucket: b1b, region: us-east-1, prefix: /octo/ }',
        'backend.prefix must be a prefix of S3 keys, like octo-access, without / around it, got "/octo/"',
      ],
      [
        '{ type: cloud, organization: acme, workspace: x }',
        'backend.workspace is not a known key here; known keys are type, organization, hostname, project',
      ],
      [
        '{ type: cloud, organization: acme, tags: [octo] }',
        'backend.tags is not a known key here; known keys are type, organization, hostname, project',
      ],
    ])('%s', (backend, expected) => {
      const [problem, ...others] = problems(DEFAULTS, ACCOUNT, `backend: ${backend}`);
      expect(problem).toMatch(/^3:\d+ /);
      expect(problem?.replace(/^\S+ /, '')).toBe(expected);
      expect(others).toEqual([]);
    });
  });

  describe('by its organization', () => {
    test.each<[string, string[]]>([
      [
        `{ ${UNITS}, region: [us-east-1, eu-west-1] }`,
        [
          'organization.region must be one AWS region, like us-east-1, got ["us-east-1","eu-west-1"]; IAM is global, and a second region would install the same roles again',
        ],
      ],
      [
        '{ region: us-east-1 }',
        [
          'organization.organizational_units is missing: it must be a list of organizational units, at least 1',
        ],
      ],
      [
        '{ organizational_units: ["111111111111"] }',
        [
          'organization.organizational_units[0] must be the id of an organizational unit, like ou-abcd-11112222, or of the root, like r-abcd, got "111111111111"; a StackSet takes units: list single accounts under accounts, also the management account, which no StackSet reaches',
        ],
      ],
      [
        '{ organizational_units: [r-abcd, ou-abcd-11112222] }',
        [
          'organization.organizational_units[1] is below the root "r-abcd", which is listed too, got "ou-abcd-11112222"; keep one of the two',
        ],
      ],
      [
        '{ organizational_units: [r-abcd, r-abcd] }',
        ['organization.organizational_units[1] is listed twice, got "r-abcd"; keep one'],
      ],
      [
        `{ ${UNITS}, call_as: self }`,
        ['organization.call_as must be "SELF" or "DELEGATED_ADMIN", got "self"'],
      ],
      [
        `{ ${UNITS}, auto_deployment: yes }`,
        ['organization.auto_deployment must be true or false, got "yes"'],
      ],
      [
        `{ ${UNITS}, failure_tolerance_percentage: 10% }`,
        ['organization.failure_tolerance_percentage must be a whole number from 0 to 100, got "10%"'],
      ],
      [
        `{ ${UNITS}, max_concurrent_percentage: 0 }`,
        ['organization.max_concurrent_percentage must be a whole number from 1 to 100, got 0'],
      ],
      [
        `{ ${UNITS}, auto_deployment: false, retain_stacks_on_account_removal: true }`,
        [
          'organization.retain_stacks_on_account_removal has no effect while auto_deployment is false: the StackSet then does nothing when accounts leave; leave out one of the two',
        ],
      ],
      [
        `{ ${UNITS}, inputs: { cloudformation_stack_arn: x } }`,
        [
          'organization.inputs.cloudformation_stack_arn cannot be given here: each stack of the StackSet names itself',
        ],
      ],
      [
        `{ ${UNITS}, inputs: { role_tags: { AlphausAcctAccessRole: { a: b } } } }`,
        [
          'organization.inputs.role_tags is always {} in the stacks of a StackSet, got {"AlphausAcctAccessRole":{"a":"b"}}: a parameter takes no map; leave it out of organization.inputs, or set it to null there where defaults set it',
        ],
      ],
      [
        `{ ${UNITS}, inputs: { permissions_boundary_arn: "arn:aws:iam::222222222222:policy/Own" } }`,
        [
          `organization.inputs.permissions_boundary_arn belongs to one account, got "arn:aws:iam::222222222222:policy/Own", but the StackSet installs many; give one of AWS's own, or list the account under accounts`,
        ],
      ],
      [
        `{ ${UNITS}, inputs: { principal: "111111111111" } }`,
        [
          `organization.inputs.principal must be Alphaus's account, got "111111111111", which this file lists as one of your own accounts; copy it from Octo's onboarding page`,
        ],
      ],
      [
        `{ ${UNITS}, role: "arn:aws:iam::222222222222:role/R" }`,
        [
          'organization.role must be a role of account 111111111111, got "arn:aws:iam::222222222222:role/R"; its name alone is enough',
        ],
      ],
      [
        `{ ${UNITS}, role: R, call_as: DELEGATED_ADMIN }`,
        ['organization.role must be the ARN of a role of the delegated administrator, got "R"'],
      ],
      [
        `{ ${UNITS}, role: "arn:aws:iam::111111111111:role/R", call_as: DELEGATED_ADMIN }`,
        [
          'organization.role must be a role of the delegated administrator, a member account, got "arn:aws:iam::111111111111:role/R", of the management account',
        ],
      ],
    ])('%s', (organization, expected) => {
      const found = problems(DEFAULTS, 'management_account: "111111111111"', `organization: ${organization}`);
      for (const problem of found) expect(problem).toMatch(/^3:\d+ /);
      expect(found.map((problem) => problem.replace(/^\S+ /, ''))).toEqual(expected);
    });

    test('a role by name in an unknown account', () => {
      expect(problems(DEFAULTS, `organization: { role: R, ${UNITS} }`)).toEqual([
        '2:23 organization.role must be an ARN, got "R": the file does not say which account a name belongs to; or give management_account',
      ]);
    });
  });

  test('without reporting errors that follow from another error', () => {
    expect(
      problems(
        'defaults: 3',
        'accounts: [{ id: "222222222222", role: "arn:aws-cn:iam::222222222222:role/R" }]',
      ),
    ).toEqual(['1:11 defaults must be a section with region, role, inputs, got 3']);
    expect(problems('defaults: { inputs: { principal: 4, external_id: ab } }', ACCOUNT)).toEqual([
      '1:34 defaults.inputs.principal must be a string, got 4; write 4 in quotes: "4"',
    ]);
  });

  test('on keys with a meaning in JavaScript', () => {
    expect(
      problems(DEFAULTS, ACCOUNT, '__proto__: { layout: opentofu }', 'constructor: 1').map(
        (text) => text.split(';')[0],
      ),
    ).toEqual(['3:1 __proto__ is not a known key here', '4:1 constructor is not a known key here']);
  });
});

describe('the fleet of a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-fleet-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('is undefined if there is no file', () => {
    expect(findFleet(folder)).toBeUndefined();
  });

  test.each(['octo.yaml', 'octo.yml', 'octo.json'])('is read from %s', (name) => {
    writeFileSync(
      join(folder, name),
      `\ufeff${JSON.stringify(JSON.parse('{"organization":{"organizational_units":["r-abcd"],"inputs":{"principal":"444455556666","external_id":"ab"}}}'))}`,
    );
    expect(findFleet(folder)?.organization?.organizationalUnitIds).toEqual(['r-abcd']);
    writeFileSync(join(folder, name), 'accounts: 3');
    expect(() => findFleet(folder)).toThrow(`${name}:1:11: accounts must be a list of accounts, got 3`);
  });

  test('fails if there are two files', () => {
    writeFileSync(join(folder, 'octo.yaml'), EXAMPLE);
    writeFileSync(join(folder, 'octo.json'), '{}');
    expect(() => findFleet(folder)).toThrow(
      'octo.yaml cannot be used, one problem:\nocto.yaml: is beside octo.json, but only one file may describe the fleet; keep one of the two',
    );
  });

  test('fails on a file in another encoding, as Windows PowerShell writes it', () => {
    writeFileSync(join(folder, 'octo.yaml'), Buffer.from(`\ufeff${EXAMPLE}`, 'utf16le'));
    expect(() => findFleet(folder)).toThrow('octo.yaml: is not text in UTF-8; save it as UTF-8');
  });
});
