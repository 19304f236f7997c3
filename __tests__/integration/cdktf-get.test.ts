import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import type { RunResult } from '../../src/process/run';
import { CHECKOUT, EXTERNAL_ID, MODULE, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

/** Somebody else's program, which calls the module by the class that `cdktf get` wrote. */
const PROGRAM = `
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { OctoAccess } from './.gen/modules/octo-access';

const app = new App({ outdir: 'cdktf.out', context: { cdktfRelativeModules: ['../${MODULE}'] } });
const stack = new TerraformStack(app, 'theirs');
const octo = new OctoAccess(stack, 'octo', { principal: '${PRINCIPAL}', externalId: '${EXTERNAL_ID}' });
const read = [octo.roleArnsOutput, octo.roleNamesOutput, octo.boundaryArnsOutput, octo.octoOnboardingOutput];
new TerraformOutput(stack, 'read', { value: read });
app.synth();
`;

/** Inputs as TypeScript takes them, and as it does not. */
const TYPES = `
import type { TerraformModuleUserConfig } from 'cdktf';
import type { OctoAccessConfig } from './.gen/modules/octo-access';

const required = { principal: '${PRINCIPAL}', externalId: '${EXTERNAL_ID}' };
export const right: Required<Omit<OctoAccessConfig, keyof TerraformModuleUserConfig>> = {
  ...required,
  roles: ['OctoRecommendationSearcherRole'],
  tags: { Team: 'finops' },
  roleTags: { OctoRecommendationSearcherRole: { Team: 'platform' } },
  maxSessionDuration: 3600,
  permissionsBoundaryArn: 'arn',
  allowSelfUpdate: false,
  costExplorerAccess: 'full',
  costOptimizationHubEnrollment: true,
  vettedRunbooks: [],
  directAutomation: 'any',
  changeRequests: 'any',
  requireChangeRequestApproval: true,
  changeExecutorAccess: 'administrator',
  changeExecutorPolicyArns: ['arn'],
  changeExecutorSourceArnCheck: true,
  cloudformationStackArn: 'arn',
};
export const wrong: OctoAccessConfig[] = [
  // @ts-expect-error a required input is missing
  { principal: required.principal },
  // @ts-expect-error a list is a text
  { ...required, roles: 'all' },
  // @ts-expect-error a number is a text
  { ...required, maxSessionDuration: '1h' },
  // @ts-expect-error a switch is a text
  { ...required, allowSelfUpdate: 'no' },
  // @ts-expect-error a tag is no text
  { ...required, tags: { Team: 1 } },
  // @ts-expect-error an input has another name
  { ...required, role: [] },
];
`;
const COMPILER = ['--strict', '--skipLibCheck', '--module', 'node16', '--moduleResolution', 'node16'];

const suite = toolchainOrSkip(['terraform', 'mirror']);

suite.describe('a CDKTF project that gets the module by `cdktf get`', () => {
  let bench: Workbench;
  let project: string;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    project = bench.path('theirs');
    for (const name of ['cdktf', 'constructs', '@types/node']) {
      const link = join(project, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(CHECKOUT, 'node_modules', name), link, 'dir');
    }
    const terraformModules = [{ name: 'octo-access', source: `../${MODULE}` }];
    writeFileSync(
      join(project, 'cdktf.json'),
      JSON.stringify({
        language: 'typescript',
        app: 'node main.js',
        codeMakerOutput: '.gen',
        terraformModules,
      }),
    );
    await bench.node(project, [installed('cdktf-cli', 'bundle/bin/cdktf'), 'get']);
  });

  afterAll(() => {
    bench.remove();
  });

  it('calls the module with the two required inputs alone, and reads its outputs', async () => {
    await compile('main.ts', PROGRAM);
    await bench.node(project, ['main.js']);
    const written = readFileSync(join(project, 'cdktf.out/stacks/theirs/cdk.tf.json'), 'utf8');
    const { module, output } = JSON.parse(written) as Record<string, Record<string, object>>;

    expect(module?.['octo']).toMatchObject({ principal: PRINCIPAL, external_id: EXTERNAL_ID });
    expect(output?.['read']).toEqual({
      value: ['role_arns', 'role_names', 'boundary_arns', 'octo_onboarding'].map(
        (name) => `\${module.octo.${name}}`,
      ),
    });
  });

  it('has every input with its type, and compiles no value of another', async () => {
    expect((await compile('types.ts', TYPES)).output).toBe('');
  });

  async function compile(file: string, text: string): Promise<RunResult> {
    writeFileSync(join(project, file), text);
    return bench.node(project, [installed('typescript', 'bin/tsc'), ...COMPILER, file]);
  }
});

function installed(name: string, program: string): string {
  return join(CHECKOUT, 'node_modules', name, program);
}
