import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkProfile } from '../../src/aws/profile';
import { verifyAccounts } from '../../src/deploy/verify-accounts';
import { defaults } from '../../src/inputs/inputs';
import { EXAMPLE } from '../support/example';
import { restoreEnv } from '../support/own-env';

describe('a profile of the AWS CLI', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-profile-'));
    writeFileSync(
      join(folder, 'config'),
      '[default]\nregion = x\n  [ profile work ] # ours\n[profile "two words"]\n',
    );
    writeFileSync(join(folder, 'credentials'), '[old]\naws_access_key_id = x\n');
    delete process.env['AWS_PROFILE'];
    process.env['AWS_CONFIG_FILE'] = join(folder, 'config');
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = join(folder, 'credentials');
  });

  afterEach(() => {
    restoreEnv();
    rmSync(folder, { recursive: true });
  });

  test.each([undefined, 'default', 'work', 'two words', 'old'])('is found in either file: %s', (name) => {
    expect(() => {
      checkProfile(name);
    }).not.toThrow();
  });

  test('fails with the files and the one that was meant, whoever names it', () => {
    const files = `neither in ${join(folder, 'config')} nor in ${join(folder, 'credentials')}`;
    expect(() => {
      checkProfile('wrok');
    }).toThrow(
      `profile must name a profile of the AWS CLI, got "wrok", which is ${files}; did you mean "work"?`,
    );
    process.env['AWS_PROFILE'] = 'production';
    expect(() => {
      checkProfile();
    }).toThrow(/^AWS_PROFILE must name a profile of the AWS CLI, got "production", which is .*credentials$/);
    expect(() => {
      checkProfile('work');
    }).not.toThrow();
  });

  test('fails where there is no file at all', () => {
    process.env['AWS_CONFIG_FILE'] = join(folder, 'gone');
    expect(() => {
      checkProfile('work');
    }).toThrow('got "work"');
  });

  test('fails for the account of the fleet file that names it, and for no other reason', async () => {
    const { accounts } = await verifyAccounts(
      [{ id: EXAMPLE.accountId, profile: 'wrok', inputs: { ...defaults(), ...EXAMPLE } }],
      { parallelism: 1, signal: new AbortController().signal },
    );
    expect(accounts).toMatchObject([
      { status: 'unknown', reason: expect.stringMatching(/^profile must name .* got "wrok"/) },
    ]);
  });
});
