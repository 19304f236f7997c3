import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { MODULE, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const VALID = 'The configuration is valid.';

/** A root that calls the module once, with further arguments. */
const call = (args: string, beside = ''): string => `${beside}
module "octo_access" {
  source      = "../modules/octo-access"
  principal   = "444455556666"
  external_id = "octo-ext-7f3c2a1b9d"
  ${args}
}
`;

const suite = toolchainOrSkip(['terraform', 'mirror']);

suite.describe('the Terraform module', () => {
  let bench: Workbench;

  beforeAll(() => {
    bench = new Workbench(suite.toolchain());
  });

  afterAll(() => {
    bench.remove();
  });

  it('is valid by itself, without a provider configuration or a backend', async () => {
    const module = await bench.configuration(MODULE).init('-backend=false');

    expect(await module.validate()).toContain(VALID);
  });

  it('passes its own tests, which need no AWS', async () => {
    const module = await bench.configuration(MODULE).init('-backend=false');

    expect(await module.test()).toMatch(/Success! [1-9]\d* passed, 0 failed\./);
  });

  it.each([
    ['count', call('count = 2')],
    ['for_each', call('for_each = toset(["a", "b"])')],
    ['depends_on', call('depends_on = [terraform_data.before]', 'resource "terraform_data" "before" {}')],
    ['providers', call('providers = { aws = aws.there }', 'provider "aws" {\n  alias = "there"\n}')],
  ])('may be called with %s', async (way, root) => {
    const caller = await bench.configuration(`with-${way.replaceAll(' ', '-')}`, { 'main.tf': root }).init();

    expect(await caller.validate()).toContain(VALID);
  });

  it.each([
    [
      'plans where the ARN is made of the name',
      '"arn:aws:iam::111122223333:policy/${aws_iam_policy.own.name}"',
      /1 passed, 0 failed/,
    ],
    [
      'fails to plan where the ARN is known only after the apply',
      'aws_iam_policy.own.arn',
      /Invalid count argument/,
    ],
  ])('with a boundary that is created beside it, %s', async (title, arn, says) => {
    const root = call(
      `permissions_boundary_arn = ${arn}`,
      'resource "aws_iam_policy" "own" {\n  name = "own"\n  policy = jsonencode({ Version = "2012-10-17", Statement = [] })\n}',
    );
    const planned = 'mock_provider "aws" {}\nrun "plans" {\n  command = plan\n}\n';
    const files = { 'main.tf': root, 'plan.tftest.hcl': planned };
    const caller = await bench.configuration(`beside-${title.replaceAll(' ', '-')}`, files).init();

    expect((await caller.terraform(['test', '-no-color'])).output).toMatch(says);
  });
});
