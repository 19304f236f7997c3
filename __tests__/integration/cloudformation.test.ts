import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { TEMPLATE_FILE } from '../../src/generate/write-generated';
import { cloudFormationText } from '../../src/cloudformation/template';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { CHECKOUT } from '../support/terraform';

jest.setTimeout(120_000);

const suite = toolchainOrSkip(['cfnLint']);

suite.describe('cfn-lint, its checks of IAM policies included', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-template-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds nothing in the template', () => {
    expect(lint(join(CHECKOUT, TEMPLATE_FILE))).toEqual([]);
  });

  it('fails on a template that is wrong, so it does look', () => {
    const file = join(folder, 'wrong.yaml');
    const wrong = cloudFormationText()
      .replace('Action: sts:AssumeRole', 'Action: sts:AssumeRoles')
      .replace('Ref ExternalId', 'Ref ExternalID');
    writeFileSync(file, wrong);
    expect(lint(file)).toEqual(expect.arrayContaining(['E1020']));
  });

  it.each([
    ['that stands in a mapping alone', 'ec2:DescribeBundleTasks', 'ec2:DescribeNothing', 'W1033', 1],
    ["that is a statement's whole mapping", 'cur:Describe*', 'cur:DescribeNothing', 'W1034', 2],
    ['beside a mapping', 'eks:DescribeUpdate', 'eks:DescribeNothing', 'W1033', 1],
  ])('finds an action that AWS has not: one %s', (_, action, wrong, rule, times) => {
    const file = join(folder, `${wrong.replace(':', '-')}.yaml`);
    const text = cloudFormationText();
    // The first is the one that is meant.
    expect(text.split(action)).toHaveLength(times + 1);
    writeFileSync(file, text.replace(action, wrong));
    expect(lint(file)).toContain(rule);
  });

  /** Ids of the rules that are broken: errors, warnings and information. */
  function lint(file: string): string[] {
    const { path } = suite.toolchain().cfnLint;
    const { stdout, stderr } = spawnSync(path, ['--format', 'json', '--include-checks', 'I', '--', file], {
      encoding: 'utf8',
    });
    if (stderr !== '') throw new Error(stderr);
    return (JSON.parse(stdout || '[]') as { Rule: { Id: string } }[]).map(({ Rule: { Id: id } }) => id);
  }
});
