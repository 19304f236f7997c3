import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a page. */
export interface Block {
  /** Path of the page, relative to the checkout. */
  readonly page: string;
  /** Of the fence that opens it. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** The reason in `<!-- not run: … -->` above it. */
  readonly notRun: string | undefined;
}

/** The papers with commands for readers. */
export function papers(checkout: string): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => join(folder, name))
      .sort();
  const first = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'modules/octo-access/README.md'];
  return [...first, ...below('docs'), ...below('examples')];
}

/** The fenced blocks of a page, without the indentation of the list that contains them. */
export function blocksOf(page: string, text: string): Block[] {
  const fence = /^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;
  // A sample of a page, within four backticks, may hold fences of its own.
  const outside = text.replace(/^````\w*\n[\s\S]*?^````$/gm, (sample) => sample.replace(/[^\n]/g, ' '));
  return [...outside.matchAll(fence)].map(({ 1: indent = '', 2: language = '', 3: body = '', index }) => {
    const before = text.slice(0, index);
    return {
      page,
      line: before.split('\n').length,
      language,
      text: body.replace(new RegExp(`^${indent}`, 'gm'), ''),
      notRun: /<!-- not run: ([^>]+) -->\s*$/.exec(before)?.[1],
    };
  });
}

/** All blocks of all papers. */
export function allBlocks(checkout: string): Block[] {
  return papers(checkout).flatMap((page) => blocksOf(page, readFileSync(join(checkout, page), 'utf8')));
}

/** The commands of a block of a shell, without remarks; of a `console`, the text after the prompt. */
export function commandsOf({ language, text }: Pick<Block, 'language' | 'text'>): string[] {
  const lines = text.replace(/\\\n\s*/g, '').split('\n');
  const typed =
    language === 'console'
      ? lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2))
      : lines;
  return typed.map((line) => line.replace(/(^|\s+)#\s.*$/, '').trim()).filter((line) => line !== '');
}
