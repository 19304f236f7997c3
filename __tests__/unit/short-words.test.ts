import { describe, expect, test } from '@jest/globals';
import { shortened, type Shortened } from '../../src/cloudformation/short-words';

/** The text as `Fn::Sub` makes it. */
function filled({ text, values }: Shortened): string {
  return text.replace(/\$\{([a-z])\}/g, (whole, name: string) => values[name] ?? whole);
}

const LONG = Array.from(
  { length: 60 },
  (_, index) => `ec2:Describe${'Reserved'.slice(0, index % 9)}${index}*`,
);

describe('words that occur often', () => {
  test('become variables, which give the same text', () => {
    const text = LONG.join(',');
    const short = shortened(text);
    expect(Object.values(short.values)).toEqual(['*,ec2:Describe']);
    expect(filled(short)).toBe(text);
    expect(short.text.length + JSON.stringify(short.values).length).toBeLessThan(0.6 * text.length);
  });

  test('stay as they are where a variable saves nothing', () => {
    expect(shortened('a:One,b:Two,c:Three')).toEqual({ text: 'a:One,b:Two,c:Three', values: {} });
  });

  test('leave the variables that a text has already whole', () => {
    const text = LONG.map((action) => `\${Describe}${action}\${AWS::Partition}`).join(',');
    const short = shortened(text);
    expect(filled(short)).toBe(text);
    expect(short.text.split('${Describe}')).toHaveLength(LONG.length + 1);
    expect(Object.values(short.values).join('')).not.toContain('$');
  });

  test('are at most as many as there are names', () => {
    const words = Array.from({ length: 40 }, (_, index) => `service${String(index).padStart(2, '0')}:`);
    const text = words.flatMap((word) => ['A', 'B', 'C', 'D'].map((name) => `${word}${name}`)).join(',');
    const short = shortened(text);
    expect(Object.keys(short.values)).toHaveLength(26);
    expect(filled(short)).toBe(text);
  });
});
