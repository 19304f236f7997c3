import { describe, expect, test } from '@jest/globals';
import { markdownTable, withSection, withSectionOf } from '../../src/text/markdown';

test('a table is padded, and a bar in a cell does not end it', () => {
  expect(markdownTable(['a', 'long head'], [['x|y', '1']])).toBe(
    '| a    | long head |\n| ---- | --------- |\n| x\\|y | 1         |',
  );
});

describe('a generated section', () => {
  const part = (content: string): string => `<!-- x:begin -->\n\n${content}\n\n<!-- x:end -->\n`;

  test('is replaced between its markers, and nothing else is', () => {
    expect(withSection(`before\n${part('old')}after\n`, 'x', 'new')).toBe(`before\n${part('new')}after\n`);
  });

  test('is the one below a heading, where several have one', () => {
    const text = (second: string): string => `## 2\n${part('a')}## 1\n${part(second)}`;
    expect(withSectionOf(text('b'), '1', 'x', 'new')).toBe(text('new'));
  });

  test('fails where markers or heading are missing', () => {
    expect(() => withSection('none', 'x', '')).toThrow(
      'markers <!-- x:begin --> and <!-- x:end --> are missing',
    );
    expect(() => withSectionOf(part('a'), '3', 'x', '')).toThrow('heading "## 3" is missing');
  });
});
