import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { blocksFile } from '../../src/module/blocks-file';
import { writtenResources } from '../../src/module/written-resources';
import { moduleBlocks } from '../support/module-blocks';

test('resources are found with their names and counts, and nothing else is', () => {
  const block = (type: string, labels: string[], body: object): string =>
    blocksFile([{ type, labels, body: body as Record<string, unknown> }]);
  const text = [
    block('data', ['aws_partition', 'current'], {}),
    block('resource', ['aws_iam_role', 'one'], { name: 'One', count: '${(var.on ? 1 : 0)}', path: '/' }),
    block('resource', ['aws_iam_role', 'two'], { name: '${var.name}', tags: { name: 'no' } }),
  ].join('\n');

  expect(writtenResources(text)).toEqual({
    aws_iam_role: { one: { name: 'One', count: '(var.on ? 1 : 0)' }, two: {} },
  });
});

test('a file without resources is refused', () => {
  expect(() => writtenResources('{}')).toThrow('a file of the module without resources');
});

test('the resources of the module are those that another reader finds', async () => {
  const { resource } = await moduleBlocks();
  const text = readFileSync(join(__dirname, '../../modules/octo-access/main.tf'), 'utf8');
  const named = Object.entries(resource).map(([type, blocks]) => [
    type,
    Object.fromEntries(
      Object.entries(blocks).map(([label, { name, count }]) => [
        label,
        { name, count: count === undefined ? undefined : (count as string).replace(/^\$\{(.*)\}$/, '$1') },
      ]),
    ),
  ]);

  expect(writtenResources(text)).toEqual(Object.fromEntries(named));
});
