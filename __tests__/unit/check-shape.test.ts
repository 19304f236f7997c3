import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, DEFAULTS, problems } from '../support/fleet-file';

describe('a fleet file fails by its backend', () => {
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

describe('a fleet file fails', () => {
  test('on keys with a meaning in JavaScript', () => {
    expect(
      problems(DEFAULTS, ACCOUNT, '__proto__: { layout: opentofu }', 'constructor: 1').map(
        (text) => text.split(';')[0],
      ),
    ).toEqual(['3:1 __proto__ is not a known key here', '4:1 constructor is not a known key here']);
  });
});
