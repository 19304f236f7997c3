import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { FleetRun, Result } from '../../src/deploy/run-fleet';
import { asJson, commandForRest, exitStatus, outcome, summarize } from '../../src/deploy/summary';

describe('the summary of a run', () => {
  const result = (id: string, rest: Partial<Result> = {}): Result => ({
    id,
    name: id,
    stack: `octo-${id}`,
    removing: false,
    partition: 'aws',
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
    const rest = 'npx octo-access fleet deploy 222222222222 333333333333 444444444444';
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
    const stuck = run('deploy', { ...FAILED, removing: true, imports: ['terraform import a b'] });
    const giveUp = (stack: string): string => `mv ${stack}.tfstate ${stack}.tfstate.given-up`;
    expect(
      summarize(stuck, { ...wording, giveUp })
        .split('\n')
        .slice(3, 8),
    ).toEqual([
      '    log: cdktf.out/logs/octo-222222222222.log',
      '    to take over what is there, if no other stack or state manages it:',
      '      terraform import a b',
      '    whatever manages it: npx octo-access adopt 222222222222 says what taking it over changes, and does it with --apply',
      '    if the account is closed for good, give it up: mv octo-222222222222.tfstate octo-222222222222.tfstate.given-up, then remove its entry from octo.yaml',
    ]);
    const locked = run('deploy', { ...FAILED, mend: ['terraform force-unlock -force 1'] });
    expect(summarize(locked, wording).split('\n').slice(4, 6)).toEqual([
      '    to use the state again, once no other run works on it:',
      '      terraform force-unlock -force 1',
    ]);
    expect(asJson(locked, wording).accounts[0]?.mend).toEqual(['terraform force-unlock -force 1']);
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
