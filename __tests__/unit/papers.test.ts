import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = resolve(__dirname, '../..');
const LEFT_OUT = ['node_modules', '.git', '.cache', '.venv', 'cdktf.out', 'lib', 'upgrade'];

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pages(path) : path.endsWith('.md') ? [path] : [];
  });
}

/** As GitHub makes the anchor of a heading. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with the links of a page. */
function broken(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : resolve(dirname(page), path);
    if (!existsSync(file)) return [`${target}: there is no such file`];
    if (anchor === undefined || statSync(file).isDirectory() || !file.endsWith('.md')) return [];
    return anchorsOf(readFileSync(file, 'utf8')).includes(anchor)
      ? []
      : [`${target}: there is no such heading`];
  });
}

/** Rows of tables that an empty line cuts off from their heads: pages show them as text. */
function cutRows(text: string): string[] {
  const [first, ...blocks] = text.replace(/^```.*?^```$/gms, '').split(/\n\s*\n/);
  return [first, ...blocks].filter(
    (block = '') => block.startsWith('|') && !/^\|.*\n\|[ :|-]+$/m.test(block),
  ) as string[];
}

describe('the papers', () => {
  test.each(pages(ROOT).map((page) => relative(ROOT, page)))('%s links to what is there', (name) => {
    const page = join(ROOT, name);
    expect(broken(page, readFileSync(page, 'utf8'))).toEqual([]);
  });

  test.each(pages(ROOT).map((page) => relative(ROOT, page)))('%s has its tables whole', (name) => {
    expect(cutRows(readFileSync(join(ROOT, name), 'utf8'))).toEqual([]);
  });

  test('are found out where an empty line cuts a table', () => {
    expect(cutRows('| a |\n| --- |\n| b |\n\n| c |\n| d |\n\ntext')).toEqual(['| c |\n| d |']);
  });

  test('are found out where a link leads nowhere', () => {
    const links = '[a](gone.md) [b](README.md#gone) [c](#license) [d](LICENSE)';
    expect(broken(join(ROOT, 'README.md'), links)).toEqual([
      'gone.md: there is no such file',
      'README.md#gone: there is no such heading',
    ]);
  });

  test('have a shop window of at most 150 lines', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(151);
  });
});
