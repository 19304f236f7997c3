import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { startEmulator, type Emulator } from '../../tools/emulator';
import { toolchainOrSkip } from '../../tools/toolchain';
import { CHECKOUT, EXTERNAL_ID, MODULE, NO_CHANGES, PRINCIPAL, Workbench } from '../support/terraform';

jest.setTimeout(240_000);

const VERSIONS = join(__dirname, 'upgrade');
const versions = readdirSync(VERSIONS).filter((name) => /^v\d+\.\d+\.\d+$/.test(name));

const ROOT = {
  'main.tf': `module "octo_access" {
  source      = "./module"
  principal   = "${PRINCIPAL}"
  external_id = "${EXTERNAL_ID}"
}
`,
};

const suite = toolchainOrSkip();

suite.describe('an upgrade of the module in an emulated AWS account', () => {
  let emulator: Emulator;
  let bench: Workbench;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
  });

  beforeEach(() => emulator.reset());

  afterAll(async () => {
    await emulator.stop();
    bench.remove();
  });

  it.each(versions)(
    'from %s keeps every role and policy, applies, and plans no change then',
    async (version) => {
      const root = bench.configuration(version, ROOT, { endpoint: emulator.url });
      const module = join(root.folder, 'module');
      cpSync(join(VERSIONS, version), module, { recursive: true });
      await root.init();
      await root.apply();

      rmSync(module, { recursive: true });
      cpSync(join(CHECKOUT, MODULE), module, { recursive: true });
      await root.init();
      const changes = await root.plannedChanges('upgrade.tfplan');
      const lost = changes.filter(
        ({ type, change }) => /^aws_iam_(role|policy)$/.test(type) && change.actions.includes('delete'),
      );

      expect(changes.filter(({ type }) => type === 'aws_iam_role').length).toBeGreaterThanOrEqual(5);
      expect(lost).toEqual([]);

      await root.apply('upgrade.tfplan');
      expect((await root.plan()).status).toBe(NO_CHANGES);
    },
  );
});
