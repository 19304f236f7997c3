import { expect, test } from '@jest/globals';
import { garbageCollector } from '../../src/process/collect-garbage';

test('what nothing refers to any more is gone at once', async () => {
  const collect = garbageCollector();
  const kept = { text: 'x'.repeat(1_000) };
  const [dropped, held] = [new WeakRef({ text: 'x'.repeat(1_000) }), new WeakRef(kept)];
  // What a WeakRef was just made of lives as long as the current task.
  await new Promise((resolve) => setImmediate(resolve));

  collect();

  expect([dropped.deref(), held.deref()]).toEqual([undefined, kept]);
});
