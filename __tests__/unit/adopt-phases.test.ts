import { expect, test } from '@jest/globals';
import { AdoptError } from '../../src/account/adopt/earlier-state';
import { deployReady, finish, prepare, type AdoptRun, type AdoptWork } from '../../src/deploy/adopt-phases';

const SURVEY = {
  present: { roles: [], policies: [] },
  stacks: [{ retained: false }],
  firstOff: [{ role: 'OctoSSMUpdaterRole', inline: ['deploy'], attached: [] }],
};

/** A run over accounts that are ready, with the calls of its adopter. */
function run(
  ids: readonly string[],
  fails: readonly string[] = [],
  signal = new AbortController().signal,
): { readonly at: AdoptRun; readonly calls: string[]; readonly statuses: () => unknown[] } {
  const calls: string[] = [];
  const works = ids.map((id) => {
    const step = (name: string) => (): Promise<void> => {
      calls.push(`${name} ${id}`);
      return fails.includes(name) ? Promise.reject(new AdoptError(`${name} failed`)) : Promise.resolve();
    };
    const adopter = { retain: step('retain'), takeOff: step('takeOff'), finish: step('finish') };
    return {
      name: id,
      account: { id },
      status: 'ready',
      survey: { ...SURVEY, id },
      adopter,
    } as unknown as AdoptWork;
  });
  const at = { works, parallelism: 1, signal, tell: () => undefined };
  return { at, calls, statuses: () => works.map(({ status, reason }) => [status, reason]) };
}

test('the policies of an owner stay on where the stack could not be made to keep the roles', async () => {
  const { at, calls, statuses } = run(['1'], ['retain']);
  await prepare(at);
  expect([calls, statuses()]).toEqual([['retain 1'], [['failed', 'retain failed']]]);
});

test('a deployment that fails as a whole is told for each account that it was for, and nothing is taken away after it', async () => {
  const { at, calls, statuses } = run(['1', '2']);
  await prepare(at);
  await deployReady(at, () => Promise.reject(new AdoptError('no provider')));
  await finish(at);
  expect(statuses()).toEqual([
    ['failed', 'no provider'],
    ['failed', 'no provider'],
  ]);
  expect(calls).toEqual(['retain 1', 'takeOff 1', 'retain 2', 'takeOff 2']);
});

test('of accounts that are deployed, those that failed keep what they had', async () => {
  const { at, calls, statuses } = run(['1', '2']);
  await deployReady(at, (present) => {
    expect([...present.keys()]).toEqual(['1', '2']);
    return Promise.resolve(new Map([['2', { reason: 'locked', mend: ['unlock'] }]]));
  });
  await finish(at);
  expect([calls, statuses()]).toEqual([
    ['finish 1'],
    [
      ['adopted', undefined],
      ['failed', 'locked'],
    ],
  ]);
});

test('a deployment that was interrupted leaves its accounts to the next run', async () => {
  const { at, calls, statuses } = run(['1'], [], AbortSignal.abort());
  await deployReady(at, () => Promise.reject(new Error('killed')));
  await finish(at);
  expect([calls, statuses()]).toEqual([[], [['interrupted', undefined]]]);
});

test('a mistake of the program is no failure of an account', async () => {
  const { at } = run(['1']);
  await expect(deployReady(at, () => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
});
