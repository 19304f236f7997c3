import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { expect, test } from '@jest/globals';
import { showProgress } from '../../src/deploy/progress';

const TARGET = {
  id: '111111111111',
  name: 'production',
  stack: 'octo-111111111111',
  partition: 'aws',
  removing: false,
};

function shown(terminal: object): string {
  const written: string[] = [];
  const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
    written.push(chunk.toString());
    done();
  };
  const out = Object.assign(new Writable({ write }), terminal);
  const progress = showProgress(out as unknown as WriteStream, 2);
  progress.started(TARGET);
  progress.progressed(TARGET, 'planning');
  progress.ended({ ...TARGET, status: 'failed', seconds: 1, reason: 'no reason' });
  progress.close();
  return written.join('');
}

test('a log gets a line for each event', () => {
  const lines = shown({}).trim().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/ s {2}.*production.*: started$/),
    expect.stringMatching(/ s {2}.*production.*: failed.*no reason/),
  ]);
});

test('a terminal gets a line of totals, cut to its width and cleared at the end', () => {
  const text = shown({ isTTY: true, columns: 30, rows: 10 });
  const [totals = ''] = /^.*0 of 2 done.*$/m.exec(text) ?? [];
  expect(totals.replace(/^.*\[0J/, '')).toHaveLength(29);
  expect(text.endsWith('\u001b[0J')).toBe(true);
});
