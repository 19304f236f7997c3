import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { packModule } from '../../src/module/pack-module';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { listOwnNames } from '../../dev/demo/role-facts';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { startModuleRegistry, type ModuleRegistry } from '../support/module-registry';
import { NO_CHANGES, unwrapped, type Configuration } from '../support/configuration';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const ADDRESS = 'alphaus/octo-access/aws';
const VERSIONS = ['0.0.9', '0.1.0', '0.1.4', '0.2.0-rc.1', '0.2.0', '1.0.0-beta.1', '1.0.0'];

const INIT = ['init', '-input=false', '-no-color'];

const suite = toolchainOrSkip();

suite.describe('the packed module in a private registry', () => {
  let emulator: Emulator;
  let bench: Workbench;
  let registry: ModuleRegistry;
  let certificate: string;
  let roots = 0;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
    const { file } = await packModule(CHECKOUT, bench.path('packed'));
    const archives = new Map(VERSIONS.map((version) => [version, readFileSync(file)]));
    certificate = bench.path('registry.pem');
    registry = await startModuleRegistry({ address: ADDRESS, archives }, certificate);
  });

  afterAll(async () => {
    await registry.stop();
    await emulator.stop();
    bench.remove();
  });

  it('is installed, applied, planned again and destroyed from there', async () => {
    const root = await calling('~> 0.1').init();
    await root.apply();

    expect(await ownNames()).toEqual(expect.arrayContaining([...ROLE_NAMES]));
    expect(await root.output()).toMatchObject({ octo_onboarding: { external_id: EXTERNAL_ID } });
    expect((await root.plan()).status).toBe(NO_CHANGES);

    await root.destroy();
    expect(await ownNames()).toEqual([]);
  });

  it.each([
    ['~> 0.1', '0.2.0'],
    ['~> 0.1.0', '0.1.4'],
    ['0.1.0', '0.1.0'],
    ['>= 0.1.0, < 0.2.0', '0.1.4'],
    ['1.0.0-beta.1', '1.0.0-beta.1'],
  ])('resolves %j to %s, and downloads no other version', async (constraint, version) => {
    const before = registry.requests.length;
    const root = calling(constraint);
    const { status } = await root.terraform(['get', '-no-color']);

    expect(status).toBe(0);
    expect(installedVersion(root)).toBe(version);
    // Each once or twice: Terraform asks for the size of an archive first.
    expect([...new Set(registry.requests.slice(before))]).toEqual([
      '/.well-known/terraform.json',
      `/modules/${ADDRESS}/versions`,
      `/modules/${ADDRESS}/${version}/download`,
      `/archives/${version}.tar.gz`,
    ]);
  });

  it('fails where no version satisfies the constraint, in the words of Terraform', async () => {
    const { status, output } = await calling('~> 2.0').terraform(INIT);

    expect(status).toBe(1);
    expect(output).toContain('Unresolvable module version constraint');
    expect(unwrapped(output)).toContain(
      `There is no available version of module "${registry.host}/${ADDRESS}"`,
    );
  });

  it('fails where the certificate of the registry is not trusted, before anything is downloaded', async () => {
    const before = registry.requests.length;
    const { status, output } = await calling('~> 0.1', {}).terraform(INIT);

    expect(status).toBe(1);
    expect(output).toContain('x509: certificate signed by unknown authority');
    expect(registry.requests.slice(before)).toEqual([]);
  });

  /** A root of its own that calls the module from the registry. */
  function calling(
    version: string,
    env: Record<string, string> = { SSL_CERT_FILE: certificate },
  ): Configuration {
    roots += 1;
    const main = `
module "octo_access" {
  source  = "${registry.host}/${ADDRESS}"
  version = "${version}"

  principal   = "${PRINCIPAL}"
  external_id = "${EXTERNAL_ID}"
}

output "octo_onboarding" {
  value = module.octo_access.octo_onboarding
}
`;
    return bench.configuration(`root-${roots}`, { 'main.tf': main }, { endpoint: emulator.url, env });
  }

  async function ownNames(): Promise<string[]> {
    const iam = new IAMClient(emulator.clientConfig());
    return listOwnNames(iam).finally(() => {
      iam.destroy();
    });
  }
});

function installedVersion(root: Configuration): string | undefined {
  const manifest = readFileSync(join(root.folder, '.terraform', 'modules', 'modules.json'), 'utf8');
  const { Modules } = JSON.parse(manifest) as { Modules: { Key: string; Version?: string }[] };
  return Modules.find(({ Key }) => Key === 'octo_access')?.Version;
}
