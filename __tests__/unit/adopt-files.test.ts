import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { AdoptError } from '../../src/account/adopt/earlier-state';
import { refuseBlocksOfOthers, writable, writeBlocks } from '../../src/deploy/adopt-files';
import type { Present } from '../../src/deploy/import-blocks';

const PROJECT = join(__dirname, '../..');
const present = (accountId: string): Present => ({
  accountId,
  roles: ['OctoSSMUpdaterRole'],
  policies: [],
});

describe('a file of import blocks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'octo-'));
  const file = join(folder, 'adopt.tf');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('is written anew for the same account, and left as it is for another one', () => {
    writeBlocks(file, present('111122223333'), { project: PROJECT });
    const first = readFileSync(file, 'utf8');
    expect(() => {
      refuseBlocksOfOthers(file, present('444455556666'));
    }).toThrow(/another file for account 444455556666.*import blocks of account 111122223333/);
    expect(readFileSync(file, 'utf8')).toBe(first);
    refuseBlocksOfOthers(file, present('111122223333'));
    writeBlocks(file, present('111122223333'), { project: PROJECT, module: 'module.octo' });
    expect(readFileSync(file, 'utf8')).toContain('to = module.octo.aws_iam_role.');
  });

  test('is none where a folder has its name', () => {
    expect(() => writable(folder)).toThrow(
      /--write must name a file that can be written, got ".*" \(EISDIR\)/,
    );
    expect(() => writable(join(folder, 'new/adopt.tf'))).toThrow(/\(ENOENT\)/);
    expect(writable(join(folder, 'new.tf'))).toBe(join(folder, 'new.tf'));
  });

  test('takes the place of no file of somebody else', () => {
    writeFileSync(file, 'import {}\n');
    expect(() => writable(file)).toThrow(AdoptError);
  });
});
