import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { TerraformStack, Testing } from 'cdktf';
import { OctoAccess } from '../../src';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { moduleRequirements } from '../support/module-blocks';
import { CHECKOUT, EXTERNAL_ID, MODULE, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const VALID = 'The configuration is valid.';

const read = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');
const readJson = (path: string): unknown => JSON.parse(read(path));

const suite = toolchainOrSkip(['terraform', 'mirror']);

suite.describe('configurations', () => {
  let bench: Workbench;

  beforeAll(() => {
    bench = new Workbench(suite.toolchain());
  });

  afterAll(() => {
    bench.remove();
  });

  it('of the account stack, synthesized by the app, are valid', async () => {
    const stack = await bench.accountStack();
    await stack.init('-backend=false');

    expect(await stack.validate()).toContain(VALID);
  });

  it('with two OctoAccess under different providers in one stack are valid', async () => {
    const stack = new TerraformStack(Testing.app(), 'two-accounts');
    stack.addOverride('terraform.required_providers.aws', {
      source: 'hashicorp/aws',
      version: '>= 5.72.0, < 7.0.0',
    });
    for (const alias of ['production', 'sandbox']) {
      const provider = new AwsProvider(stack, alias, { alias });
      new OctoAccess(stack, `octo-${alias}`, { provider, principal: PRINCIPAL, externalId: EXTERNAL_ID });
    }
    const root = bench.configuration('two-accounts', { 'cdk.tf.json': Testing.synth(stack) });
    await root.init('-backend=false');

    expect(await root.validate()).toContain(VALID);
  });

  it.each(['terraform-single', 'terraform-providers-map'])('of the example %s are valid', async (example) => {
    const root = await bench.configuration(`examples/${example}`).init();

    expect(await root.validate()).toContain(VALID);
  });

  it('of the examples ask for the versions that the module asks for, and for this release', async () => {
    const { required_version: terraform, required_providers: providers } = await moduleRequirements();
    const { version } = readJson('package.json') as { version: string };
    const { dependencies } = readJson('examples/cdktf-constructs/package.json') as {
      dependencies: Record<string, string>;
    };

    for (const example of ['terraform-single', 'terraform-providers-map']) {
      const versions = read(`examples/${example}/versions.tf`);
      expect(versions).toContain(`"${terraform}"`);
      expect(versions).toContain(`"${providers.aws.version}"`);
    }
    expect(read('examples/cdktf-constructs/platform-stack.ts')).toContain(`'${providers.aws.version}'`);
    expect(dependencies['@alphaus/octo-access']).toBe(`^${version}`);
  });

  it.each(['examples', MODULE])('in %s are formatted as Terraform does it', async (folder) => {
    const { status, output } = await bench
      .configuration(folder)
      .terraform(['fmt', '-check', '-recursive', '-diff', '-no-color']);

    expect({ status, output }).toEqual({ status: 0, output: '' });
  });
});
