import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { shownPath } from '../../src/text/shown-path';
import { brokenState, lockedState, unsavedState, type StuckStack } from '../../src/deploy/stuck-state';

const STACK: StuckStack = {
  folder: join(process.cwd(), 'a fleet', 'cdktf.out', 'stacks', 'octo-111122223333'),
  program: 'terraform',
  backend: 's3',
};
const IN_FOLDER = "terraform -chdir='a fleet/cdktf.out/stacks/octo-111122223333'";
const LOCKED = `Error acquiring the state lock
Error message: operation error S3: PutObject, api error PreconditionFailed: it did not hold
Lock Info:
  ID:        191d51b3-2376-eaac-c083-92a967f8f18b
  Path:      octo-states/octo-access/octo-111122223333.tfstate
  Operation: OperationTypeApply
  Who:       ci@runner-7
  Version:   1.11.4
  Created:   2026-11-28 02:09:01.078324571 +0000 UTC
  Info:      


Terraform acquires a state lock to protect the state from being written`;

test('a lock is told with who holds it since when, and the command that releases it', () => {
  expect(lockedState(['another error', LOCKED], STACK)).toEqual({
    reason:
      'its state is locked by a run of ci@runner-7, since 2026-11-28 02:09 UTC, which is still at work or was killed',
    commands: [`${IN_FOLDER} force-unlock -force 191d51b3-2376-eaac-c083-92a967f8f18b`],
  });
});

test('a lock on a file is never released by hand: it ends with its process', () => {
  expect(lockedState([LOCKED], { ...STACK, backend: 'local' })).toEqual({
    reason:
      'its state is locked by a run of ci@runner-7, since 2026-11-28 02:09 UTC: wait until that one has ended',
    commands: [],
  });
});

test('an error that names no lock is left as Terraform says it', () => {
  expect(lockedState([], STACK)).toBeUndefined();
  expect(lockedState(['Error acquiring the state lock\nAccessDenied'], STACK)).toBeUndefined();
  expect(lockedState([LOCKED.replace('acquiring', 'reading')], STACK)).toBeUndefined();
});

test('a state that was not saved is saved once its lock is released', () => {
  const save = `${IN_FOLDER} state push errored.tfstate && rm 'a fleet/cdktf.out/stacks/octo-111122223333/errored.tfstate'`;

  expect(unsavedState(STACK, undefined).commands).toEqual([save]);
  expect(unsavedState(STACK, lockedState([LOCKED], STACK)).commands).toEqual([
    `${IN_FOLDER} force-unlock -force 191d51b3-2376-eaac-c083-92a967f8f18b`,
    save,
  ]);
});

describe('a state file that is no whole one', () => {
  const inFolder = (files: Readonly<Record<string, string>>, check: (file: string) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), 'octo-'));
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      check(join(folder, 'a.tfstate'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('is given back what the run that was killed began with, whatever is to be done', () => {
    inFolder({ 'a.tfstate': '', 'a.tfstate.backup': '{"serial":3}' }, (file) => {
      for (const action of ['deploy', 'plan', 'destroy'] as const) {
        expect(brokenState(file, action)).toEqual({
          reason:
            'its state file a.tfstate is empty: a run was killed while it wrote it, but a.tfstate.backup has the state that this run began with',
          commands: [`cp ${shownPath(`${file}.backup`)} ${shownPath(file)}`],
        });
      }
    });
  });

  test('that is cut off is treated alike, and deleted where there is nothing to put back, whatever is to be done', () => {
    const cut = '{"version": 4, "resources": [{"mo';
    inFolder({ 'a.tfstate': cut, 'a.tfstate.backup': '{"serial":3}' }, (file) => {
      expect(brokenState(file, 'plan')).toEqual({
        reason: expect.stringContaining('a.tfstate is cut off: a run was killed while it wrote it, but'),
        commands: [`cp ${shownPath(`${file}.backup`)} ${shownPath(file)}`],
      });
    });
    inFolder({ 'a.tfstate': cut, 'a.tfstate.backup': cut }, (file) => {
      for (const action of ['deploy', 'plan', 'destroy'] as const)
        expect(brokenState(file, action)?.commands).toEqual([`rm ${shownPath(file)}`]);
    });
  });

  test('is never taken for an account without roles by a destroy; a deployment meets what is there', () => {
    inFolder({ 'a.tfstate': '', 'a.tfstate.backup': '' }, (file) => {
      expect(brokenState(file, 'destroy')?.reason).toContain('does not know whether its roles are there');
      expect(brokenState(file, 'destroy')?.commands).toEqual([`rm ${shownPath(file)}`]);
      expect(brokenState(file, 'deploy')).toBeUndefined();
    });
  });

  test('is not found where the state has text, or there is none yet', () => {
    inFolder({ 'a.tfstate': '{}' }, (file) => {
      expect([brokenState(file, 'destroy'), brokenState(`${file}.other`, 'deploy')]).toEqual([
        undefined,
        undefined,
      ]);
    });
  });

  test('that is not there is no account without roles for a destroy, either', () => {
    inFolder({}, (file) => {
      const { reason, commands } = brokenState(file, 'destroy') ?? {};
      expect([reason, commands]).toEqual([
        expect.stringMatching(/there is no state file a\.tfstate, .* octo-access adopt --apply takes over/),
        [],
      ]);
    });
  });
});
