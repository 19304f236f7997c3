import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../src/stacks/settings';

describe('settings of the account stack', () => {
  test('are local state and the region of the environment where none are given', () => {
    expect(readSettings(undefined)).toEqual({ backend: { type: 'local' } });
    expect(readSettings({ region: 'us-gov-west-1' })).toEqual({
      region: 'us-gov-west-1',
      backend: { type: 'local' },
    });
  });

  test('take an S3 bucket or an HCP Terraform workspace', () => {
    const s3 = { type: 's3', bucket: 'states', key: 'octo/access.tfstate', region: 'ap-northeast-1' };
    expect(readSettings({ backend: s3 }).backend).toEqual(s3);
    const cloud = { type: 'cloud', organization: 'acme', workspace: 'octo-access' };
    expect(readSettings({ backend: cloud }).backend).toEqual(cloud);
  });

  test('fails with every problem at once, each naming its key and value', () => {
    const wrong = {
      regoin: 'us-east-1',
      region: 'mars',
      backend: { type: 's3', bucket: 'B', region: 1, table: 'x' },
    };
    expect(() => readSettings(wrong)).toThrow(
      [
        'cdktf.json, context.octo:',
        '  - region must be an AWS region like us-east-1, got "mars"',
        '  - backend.bucket must be the name of an S3 bucket, got "B"',
        '  - backend.region must be an AWS region like us-east-1, got 1',
        '  - backend.key must be the key of the state object, like octo-access.tfstate, got undefined',
        '  - backend.table is not a setting; settings here are type, bucket, region, kms_key_id, profile, assume_role, use_lockfile, dynamodb_table, key',
        '  - regoin is not a setting; settings here are region, backend',
      ].join('\n'),
    );
  });

  test('fails on an S3 state that nothing would lock', () => {
    const s3 = { type: 's3', bucket: 'states', key: 'x', region: 'us-east-1', use_lockfile: false };
    expect(() => readSettings({ backend: s3 })).toThrow(
      '  - backend.use_lockfile must be true, or stand beside a dynamodb_table: two runs at once would damage a state without a lock; got false',
    );
    expect(readSettings({ backend: { ...s3, dynamodb_table: 'locks' } }).backend).toMatchObject(s3);
  });

  test.each([
    ['local'],
    [null],
    [[]],
    [{ backend: { type: 'gcs' } }],
    [{ backend: { type: 'constructor' } }],
    [{ backend: 'local' }],
  ])('fails on %j', (context) => {
    expect(() => readSettings(context)).toThrow(/cdktf\.json, context\.octo/);
  });
});
