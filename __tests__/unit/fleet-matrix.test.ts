import { expect, test } from '@jest/globals';
import { renderMatrix } from '../../dev/demo/fleet-matrix';

test('the matrix has a line for each account, with a mark for each role and a remark', () => {
  const rows = [
    {
      account: '111111111111',
      name: 'production',
      cells: { Searcher: true, Updater: false },
      remark: 'failed',
    },
    { account: '222222222222', name: '', remark: 'excluded: being closed' },
  ];
  expect(renderMatrix(['Searcher', 'Updater'], rows).split('\n')).toEqual([
    '                          Searcher  Updater',
    '111111111111  production  ✓         –        failed',
    '222222222222                                 excluded: being closed',
  ]);
});
