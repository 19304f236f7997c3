import { expect, test } from '@jest/globals';
import { bundled } from '../../src/report/print/bundled-page';

test.each(['page.ts', 'page.css'] as const)('%s becomes one text that names no file', (name) => {
  const text = bundled(name);
  expect(text.length).toBeGreaterThan(1_000);
  expect(/\bsrc\/|\.(ts|css)\b|@?\bimport\b|\brequire\b/.exec(text)?.[0]).toBeUndefined();
});

test('the script has no package in it: it stays small', () => {
  expect(bundled('page.ts').length).toBeLessThan(20_000);
});
