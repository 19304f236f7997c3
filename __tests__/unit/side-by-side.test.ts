import { expect, test } from '@jest/globals';
import { sideBySide } from '../../src/process/side-by-side';

const ITEMS = [1, 2, 3, 4, 5].map((number) => ({ number }));
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('items are worked on in their order, no more at a time than said', async () => {
  const begun: number[] = [];
  let now = 0;
  let most = 0;
  await sideBySide(ITEMS, 2, async ({ number }) => {
    begun.push(number);
    most = Math.max(most, (now += 1));
    await pause();
    now -= 1;
  });
  expect([begun, most]).toEqual([[1, 2, 3, 4, 5], 2]);
});

test('no further item begins once the signal is aborted, and those that run end', async () => {
  const interrupt = new AbortController();
  const ended: number[] = [];
  const work = async ({ number }: { readonly number: number }): Promise<void> => {
    interrupt.abort();
    await pause();
    ended.push(number);
  };
  await sideBySide(ITEMS, 2, work, interrupt.signal);
  expect(ended).toEqual([1]);
});

test('what the work came to is in the order of the items, with nothing for those that did not begin', async () => {
  const interrupt = new AbortController();
  const work = async ({ number }: { readonly number: number }): Promise<string> => {
    // The first of two ends last.
    if (number === 1) await pause();
    if (number === 3) interrupt.abort();
    return `done ${number}`;
  };
  expect(await sideBySide(ITEMS, 2, work, interrupt.signal)).toEqual([
    'done 1',
    'done 2',
    'done 3',
    undefined,
    undefined,
  ]);
});

test('fails as the work fails', async () => {
  await expect(sideBySide(ITEMS, 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
