import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AwsReference } from '../../src/analysis/aws-reference';
import { awsReference } from '../../src/aws-reference/read-reference';
import { TEMPLATE_FILES, writeCloudFormation, writeModule } from '../../src/generate/write-generated';
import { CatalogueError } from '../../src/aws-reference/sound-catalogue';

let folder = '';
let reference: AwsReference;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'octo-sound-'));
  reference = await awsReference();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('commands that write what the roles are', () => {
  test.each([
    ['module', writeModule],
    ['cloudformation', writeCloudFormation],
  ])('%s: fails on a row that is wrong, naming it, before anything is written', async (_, write) => {
    const actions = new Map([...reference.actions].filter(([action]) => action !== 'sqs:ListQueues'));
    const failed = await write(folder, { ...reference, actions }).catch((error: unknown) => error);

    expect(failed).toBeInstanceOf(CatalogueError);
    expect((failed as Error).message).toMatch(
      /nothing was written:\n- OctoRecommendationSearcherRole, Inventory \(permissions\), action: "sqs:ListQueues"/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('write where every row is right', async () => {
    expect(await writeCloudFormation(folder, reference)).toEqual(Object.values(TEMPLATE_FILES));
  });
});
