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

test('fails as the work fails', async () => {
  await expect(sideBySide(ITEMS, 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
