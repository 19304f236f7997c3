import { describe, expect, test } from '@jest/globals';
import type { Fleet } from '../../src/fleet/fleet';
import { parseFleet } from '../../src/fleet/parse-fleet';
import { ACCOUNT, DEFAULTS, errorOf, EXAMPLE_FLEET, INPUTS, parse, problems } from '../support/fleet-file';

const UNITS = 'organizational_units: [ou-abcd-11112222]';

describe('a fleet file', () => {
  test('gives its accounts, with the values that it sets for all', () => {
    const account = {
      region: 'us-east-1',
      state: 'active',
      inputs: { ...INPUTS, tags: { Owner: 'finops' } },
    };
    expect(parseFleet(EXAMPLE_FLEET, 'octo.yaml')).toEqual({
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
    const whole = EXAMPLE_FLEET.replace(/# organization:\n(#.*\n)+/, (section) =>
      section.replace(/^# /gm, ''),
    );
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
      'backend: { type: s3, bucket: states, region: us-east-1, kms_key_id: "arn:aws:kms:us-east-1:111111111111:key/11112222-3333-4444-5555-666677778888", profile: states, assume_role: { role_arn: "arn:aws:iam::111111111111:role/States", external_id: ab, session_name: octo }, use_lockfile: false, dynamodb_table: locks }',
      {
        type: 's3',
        bucket: 'states',
        region: 'us-east-1',
        prefix: 'octo-access',
        kms_key_id: 'arn:aws:kms:us-east-1:111111111111:key/11112222-3333-4444-5555-666677778888',
        profile: 'states',
        assume_role: {
          role_arn: 'arn:aws:iam::111111111111:role/States',
          external_id: 'ab',
          session_name: 'octo',
        },
        use_lockfile: false,
        dynamodb_table: 'locks',
      },
    ],
    [
      'backend: { type: cloud, organization: acme, hostname: "tfe.corp.example:8443" }',
      { type: 'cloud', organization: 'acme', hostname: 'tfe.corp.example:8443' },
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

  test('takes for ten times the accounts about ten times the time', () => {
    const processorTime = (size: number): number => {
      const accounts = Array.from(
        { length: size },
        (_, index) =>
          `  - id: "${100000000000 + index}"\n    name: account ${index}\n    inputs: { tags: { Number: "${index}" } }`,
      );
      const runs = Array.from({ length: 3 }, () => {
        const start = process.cpuUsage();
        expect(parse(DEFAULTS, 'accounts:', ...accounts).accounts).toHaveLength(size);
        const { user, system } = process.cpuUsage(start);
        return user + system;
      });
      // The best of three, of processor time: what else runs on the machine is not asked.
      return Math.min(...runs);
    };
    processorTime(100);
    const few = processorTime(100);
    expect(processorTime(1000)).toBeLessThan(40 * few);
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
      'octo.yaml:2:10: backend.region is missing: it must be an AWS region like us-east-1',
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

  test('without reporting errors that follow from another error', () => {
    expect(
      problems(
        'defaults: 3',
        'accounts: [{ id: "222222222222", role: "arn:aws-cn:iam::222222222222:role/R" }]',
      ),
    ).toEqual([
      '1:11 defaults must be a section with region, role, profile, role_external_id, session_name, inputs, got 3',
    ]);
    expect(problems('defaults: { inputs: { principal: 4, external_id: ab } }', ACCOUNT)).toEqual([
      '1:34 defaults.inputs.principal must be a string, got 4; write 4 in quotes: "4"',
    ]);
  });
});
