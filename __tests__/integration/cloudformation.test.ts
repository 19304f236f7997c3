import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import { readableTemplate } from '../../src/cloudformation/template-yaml';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { carriedOut, parseTemplate, type Template } from '../support/cloudformation';
import { EXAMPLE } from '../support/example';
import { CHECKOUT } from '../support/workbench';

jest.setTimeout(120_000);

const FORMS = [TEMPLATE_FILES.yaml, TEMPLATE_FILES.json, TEMPLATE_FILES.organization];
const suite = toolchainOrSkip(['cfnLint']);

suite.describe('cfn-lint, its checks of IAM policies included', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-template-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(FORMS)('finds nothing in %s', (file) => {
    expect(lint(join(CHECKOUT, file))).toEqual([]);
  });

  it('fails on a template that is wrong, so it does look', () => {
    const file = join(folder, 'wrong.yaml');
    const wrong = readableTemplate()
      .replace('Action: sts:AssumeRole', 'Action: sts:AssumeRoles')
      .replace('Ref ExternalId', 'Ref ExternalID');
    writeFileSync(file, wrong);
    expect(lint(file)).toEqual(expect.arrayContaining(['E1020']));
  });

  it('finds an action that AWS does not have', () => {
    const file = join(folder, 'action.yaml');
    writeFileSync(file, readableTemplate().replace('- ec2:DescribeBundleTasks', '- ec2:DescribeNothing'));
    expect(lint(file)).toContain('W3037');
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

const flip = toolchainOrSkip(['cfnFlip']);

flip.describe('cfn-flip', () => {
  it.each(FORMS)('turns %s into the other form and back, with the same meaning', (file) => {
    const flipped = (input: string): string =>
      spawnSync(flip.toolchain().cfnFlip.path, [], { encoding: 'utf8', input }).stdout;
    const template = readFileSync(join(CHECKOUT, file), 'utf8');
    const other = flipped(template);
    expect(other.startsWith('{')).toBe(!template.startsWith('{'));
    expect(parseTemplate(other)).toEqual(parseTemplate(template));
    expect(parseTemplate(flipped(other))).toEqual(parseTemplate(template));
  });
});

const cdk = toolchainOrSkip(['awsCdk']);

/** Includes a template in a stack as a customer does, with the feature flags that `cdk init` sets; prints what it makes. */
const INCLUDE = `
  const { App, Stack } = require('aws-cdk-lib');
  const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
  const app = new App({ context: require('aws-cdk-lib/recommended-feature-flags.json') });
  new CfnInclude(new Stack(app, 'octo'), 'Template', { templateFile: process.argv[1] });
  process.stdout.write(JSON.stringify(app.synth().getStackByName('octo').template));
`;

cdk.describe("the AWS CDK's CfnInclude", () => {
  it.each(FORMS)('synthesizes %s, which makes the same', (file) => {
    const env = { ...process.env, NODE_PATH: cdk.toolchain().awsCdk.modules };
    const args = ['--eval', INCLUDE, join(CHECKOUT, file)];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    expect(stderr.match(/^ERROR .*$/gm)).toBeNull();
    const values = {
      Principal: EXAMPLE.principal,
      ExternalId: EXAMPLE.externalId,
      TargetOrganizationId: 'ou-abcd-11112222',
    };
    const made = carriedOut(JSON.parse(stdout) as Template, values);
    expect(made).toEqual(carriedOut(parseTemplate(readFileSync(join(CHECKOUT, file), 'utf8')), values));
  });
});
