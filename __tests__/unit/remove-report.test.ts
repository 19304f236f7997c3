import { describe, expect, test } from '@jest/globals';
import {
  remainsToDo,
  removeStatus,
  removeSummary,
  type RemovedAccount,
} from '../../src/deploy/remove-report';

const account = (more: Partial<RemovedAccount> = {}): RemovedAccount => ({
  id: '111111111111',
  name: 'production',
  origin: 'stack',
  roles: ['OctoSSMUpdaterRole'],
  status: 'removed',
  self_updates: [],
  octo: 'forgotten',
  octo_says: 'AccessDenied',
  ...more,
});

describe('the status of a removal', () => {
  test.each<[number, string, Partial<RemovedAccount>[]]>([
    [0, 'all is done', [{}, { octo: 'not_known' }, { octo: 'not_asked' }]],
    [1, 'an account still has roles', [{ octo: 'gets_in' }, { status: 'failed', octo: 'not_asked' }]],
    [2, 'Octo still gets in', [{}, { octo: 'gets_in' }]],
    [2, 'Octo could not tell', [{}, { octo: 'unknown' }]],
    [1, 'an account was not finished', [{}, { status: 'interrupted', octo: 'not_asked' }]],
  ])('is %i where %s', (status, _title, accounts) => {
    expect(removeStatus({ accounts: accounts.map(account) })).toBe(status);
  });
});

describe('the summary of a removal', () => {
  test('says what is gone, and what is left to do', () => {
    const accounts = [account(), account({ id: '222222222222', name: '222222222222', octo: 'gets_in' })];
    const summary = removeSummary({
      ok: false,
      seconds: 2,
      accounts,
      to_do: remainsToDo(accounts, true),
    });
    expect(summary.split('\n')).toEqual([
      '111111111111 production: 1 role is gone; Octo no longer gets in (AccessDenied) and has forgotten it',
      '222222222222: 1 role is gone; Octo still gets in (AccessDenied), so it was not made to forget it',
      expect.stringMatching(/^to do: Octo still gets into 222222222222: look whether/),
      '1 of 2 removed, in 2.0 s',
    ]);
  });

  test('names the accounts that Octo may still know, if it was not asked', () => {
    const some = [account({ octo: 'not_asked' }), account({ status: 'failed', octo: 'not_asked' })];
    expect(remainsToDo(some, false)).toEqual([expect.stringContaining('may still know 111111111111: set')]);
    expect(remainsToDo(some, true)).toEqual([]);
  });
});

test('a plan says for each account what it has and what would be done, and fails nothing', () => {
  const accounts = [
    account({ status: 'planned', octo: 'not_asked', steps: ['destroy', 'let Octo forget it'] }),
    account({ id: '222222222222', name: '222222222222', status: 'planned', roles: [], steps: [] }),
  ];
  expect(removeStatus({ accounts })).toBe(0);
  expect(removeSummary({ ok: true, seconds: 1, accounts, to_do: [] }).split('\n')).toEqual([
    '111111111111 production: has OctoSSMUpdaterRole; will destroy, then let Octo forget it',
    '222222222222: has none of the five roles; nothing to do',
    'nothing was changed: leave --plan out to do it',
  ]);
});
