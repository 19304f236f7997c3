import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');

/** Every text that the source says, those that are put together by `+` as one; `…` is what only a run knows. */
const said = [...filesOf('src'), ...filesOf('dev')].flatMap((file) =>
  textsOf(ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2022, true)),
);

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function textsOf(node: ts.Node): string[] {
  const text = textOf(node);
  return text === undefined ? childrenOf(node).flatMap(textsOf) : [text];
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    if (left !== undefined || right !== undefined) return `${left ?? '…'}${right ?? '…'}`;
  }
  return undefined;
}

/** The messages that the page calls ours. */
function quoted(page: string): string[] {
  const [, section = ''] = /\n## Messages of this project\n([\s\S]*?)\n## /.exec(page) ?? [];
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = '']) => message);
}

/** Whether the source says a message: what stands between its `…`, in this order, in one text. */
function isSaid(message: string): boolean {
  const parts = message.split('…').map((part) => part.trim());
  return said.some((text) => {
    let from = 0;
    return parts.every((part) => {
      const found = text.indexOf(part, from);
      from = found + part.length;
      return found !== -1;
    });
  });
}

describe('the page of messages', () => {
  test('quotes only messages that the source has', () => {
    expect(quoted(PAGE).length).toBeGreaterThan(15);
    expect(quoted(PAGE).filter((message) => !isSaid(message))).toEqual([]);
  });

  test('is found out where it quotes what nothing says', () => {
    expect(isSaid('… must be the 13-digit AWS account id of Alphaus')).toBe(false);
    expect(isSaid('destroy removes the roles: say --all, or name the accounts')).toBe(false);
  });
});
