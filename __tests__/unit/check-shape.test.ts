import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, DEFAULTS, parse, problems } from '../support/fleet-file';

const NO_WORKSPACES =
  'is no setting of a fleet: every stack has a state of its own, in the default workspace in S3 and in a workspace by its name in HCP Terraform; another installation takes another prefix, or organization';

describe('a fleet file fails by its backend', () => {
  test.each([
    ['local', 'backend must be a section with type: "local" or "s3" or "cloud", got "local"'],
    ['{ type: gcs }', 'backend.type must be "local" or "s3" or "cloud", got "gcs"'],
    ['{ path: x }', 'backend.type is missing: it must be "local" or "s3" or "cloud"'],
    ['{ type: local, path: x }', 'backend.path is not a known key here; known keys are type'],
    [
      '{ type: s3, bucket: b1b, region: us-east-1, key: x }',
      'backend.key is not a known key here; known keys are type, bucket, region, kms_key_id, profile, assume_role, use_lockfile, dynamodb_table, prefix',
    ],
    [
      '{ type: s3, bucket: b1b, region: us-east-1, prefix: /octo/ }',
      'backend.prefix must be a prefix of S3 keys, like octo-access, without / around it, got "/octo/"',
    ],
    [
      '{ type: s3, bucket: b1b, region: us-east-1, use_lockfile: false }',
      'backend.use_lockfile must be true, or stand beside a dynamodb_table: two runs at once would damage a state without a lock; got false',
    ],
    [
      '{ type: s3, bucket: b1b, region: us-east-1, kms_key_id: alias/states }',
      'backend.kms_key_id must be the ARN or the id of a KMS key, got "alias/states"',
    ],
    [
      '{ type: cloud, organization: acme, hostname: "https://tfe.example.com" }',
      'backend.hostname must be a host name, with a port if need be, like tfe.example.com:8443 (no https://, no path), got "https://tfe.example.com"',
    ],
    ['{ type: cloud, organization: acme, workspace: x }', `backend.workspace ${NO_WORKSPACES}`],
    [
      '{ type: s3, bucket: b1b, region: us-east-1, workspace_key_prefix: teams }',
      `backend.workspace_key_prefix ${NO_WORKSPACES}`,
    ],
    ['{ type: cloud, organization: acme, workspaces: { name: x } }', `backend.workspaces ${NO_WORKSPACES}`],
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

describe('a fleet file fails', () => {
  test('on the external id of Octo where that of a role would be, without a hint that would misplace it', () => {
    expect(
      problems(
        'defaults: { external_id: x, inputs: { principal: "444455556666", external_id: ab } }',
        ACCOUNT,
      ),
    ).toEqual([
      '1:13 defaults.external_id is not a known key here; the external id of Octo is inputs.external_id, the one that your own role asks for is role_external_id',
    ]);
  });

  test('on what belongs to a role where none is assumed', () => {
    expect(problems(DEFAULTS, 'accounts: [{ id: "222222222222", session_name: octo }]')).toEqual([
      '2:48 accounts[0].session_name has no effect without a role to assume; name the role, or leave it out',
    ]);
  });

  test('on what defaults say of a role, naming the entry that has none and does not say so', () => {
    const values = 'role_external_id: ab, inputs: { principal: "444455556666", external_id: ab }';
    const own = '{ id: "222222222222", role: R }, { id: "333333333333", role: null }';
    expect(
      problems(
        `defaults: { ${values} }`,
        `accounts: [${own}, { id: "555555555555" }, { id: "666666666666" }]`,
      ),
    ).toEqual([
      '2:81 accounts[2].role is missing, so defaults.role_external_id has no effect there, and 1 more have none; name the role, for all under defaults.role, or write role: null for the credentials at hand',
    ]);
    expect(problems(`defaults: { ${values} }`, 'accounts: [{ id: "222222222222", role: null }]')).toEqual([
      '1:31 defaults.role_external_id has no effect: no account assumes a role; leave it out',
    ]);
    // Not where the role is wrong, which may be meant for it.
    expect(problems(`defaults: { role: "a b", ${values} }`, ACCOUNT)).toHaveLength(1);
    const { accounts } = parse(`defaults: { ${values} }`, `accounts: [${own}]`);
    expect(accounts.map(({ roleExternalId }) => roleExternalId)).toEqual(['ab', undefined]);
  });

  test('on keys with a meaning in JavaScript', () => {
    expect(
      problems(DEFAULTS, ACCOUNT, '__proto__: { layout: opentofu }', 'constructor: 1').map(
        (text) => text.split(';')[0],
      ),
    ).toEqual(['3:1 __proto__ is not a known key here', '4:1 constructor is not a known key here']);
  });
});
