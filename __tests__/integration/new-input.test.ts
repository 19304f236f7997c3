import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run, runOrFail, type RunResult } from '../../src/process/run';
import { baseEnv } from '../../dev/sandbox/sandbox-env';

const ROOT = resolve(__dirname, '../..');

/** What somebody writes who adds an input: each text goes before the anchor in its file. */
const WRITTEN = [
  {
    file: 'src/inputs/table.ts',
    anchor: '] as const satisfies readonly InputSpec[];',
    text: `  {
    name: 'name_customers',
    type: 'bool',
    description: 'Whether AlphausAcctAccessRole may read who the customers are.',
    default: false,
    rules: [],
    roles: ['AlphausAcctAccessRole'],
    parameter: { group: 'reads' },
    samples: { other: true },
  },
`,
  },
  {
    file: 'src/catalogue/acct-access.ts',
    anchor: "  {\n    sid: 'EnrollInCostOptimizationHub',",
    text: `  {
    sid: 'ReadCustomers',
    actions: ['ce:GetCostCategories'],
    when: [{ input: 'name_customers', is: true }],
    capability: 'Customers',
    reason: 'The test of the input table asks for it.',
  },
`,
  },
];

/** Compiled, not run: what the types say of the new input. */
const TYPES = `
import type { StatementSpec } from './catalogue/role-spec';
import type { AcctAccessRoleProps, ChangeExecutorRoleProps, OctoAccessProps, OctoStackSetProps } from './index';

export const taken: readonly (boolean | unknown)[] = [
  {} as OctoAccessProps['nameCustomers'],
  {} as OctoStackSetProps['nameCustomers'],
  {} as AcctAccessRoleProps['nameCustomers'],
];
// @ts-expect-error another role does not take it
export type Other = ChangeExecutorRoleProps['nameCustomers'];
// @ts-expect-error a row can ask for no value that it does not have
export const asked: StatementSpec['when'] = [{ input: 'name_customers', is: 'maybe' }];
`;

/** Run in the copy: writes what is generated of source, prints what is generated else. */
const GENERATE = `
import { inputsInterface } from './src/inputs/to-typescript';
import { generatedModule } from './src/module/generated-module';
import { PROPS_FILE } from './src/generate/write-generated';
import { writeChanged } from './src/process/write-files';
import { cloudFormationTemplate } from './src/cloudformation/template';
import { generatedSchemas } from './src/generate/generated-schemas';
import { SETTINGS } from './src/report/build/reported-settings';

console.log(JSON.stringify({
  source: writeChanged('.', new Map([[PROPS_FILE, inputsInterface()]])),
  ...Object.fromEntries(generatedModule('.')),
  // Its text has a limit, which the room for the next permission may be short of.
  template: JSON.stringify(cloudFormationTemplate()),
  schema: generatedSchemas().get('schema/octo.schema.json'),
  settings: JSON.stringify(SETTINGS),
}));
`;

let copy: string;
let generated: Readonly<Record<string, string>>;
let compilation: RunResult;

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'octo-new-input-'));
  for (const part of ['src', 'docs', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const { file, anchor, text } of WRITTEN) {
    const before = readFileSync(join(copy, file), 'utf8');
    writeFileSync(
      join(copy, file),
      before.replace(anchor, () => `${text}${anchor}`),
    );
  }
  writeFileSync(join(copy, 'generate.ts'), GENERATE);
  const options = { cwd: copy, env: baseEnv() };
  const { stdout } = await runOrFail(process.execPath, ['--import', 'tsx', 'generate.ts'], options);
  generated = JSON.parse(stdout) as Record<string, string>;
  const types = join(copy, 'src/types-of-the-new-input.ts');
  writeFileSync(types, TYPES);
  compilation = await run(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', projectOf('src')],
    options,
  );
  rmSync(types);
}, 300_000);

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** A project file that has only this folder. */
function projectOf(folder: string): string {
  const file = join(copy, 'tsconfig.copy.json');
  writeFileSync(file, JSON.stringify({ extends: './tsconfig.json', include: [folder] }));
  return file;
}

/** Files of the source that are other ones in the copy. */
function changed(): string[] {
  const files = readdirSync(join(copy, 'src'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files
    .map((entry) => relative(copy, join(entry.parentPath, entry.name)))
    .filter((file) => !readFileSync(join(copy, file)).equals(readFileSync(join(ROOT, file))))
    .sort();
}

describe('a new input and the row that asks for it', () => {
  it('touch two files of the source by hand, and one that is generated', () => {
    expect(changed()).toEqual([
      'src/catalogue/acct-access.ts',
      'src/constructs/props.ts',
      'src/inputs/table.ts',
    ]);
    expect(generated['source']).toEqual(['src/constructs/props.ts']);
  });

  it('compile: the constructs take it, the roles that the row names take it, and no other', () => {
    expect(compilation).toMatchObject({ status: 0, output: '' });
  });

  it('are in the Terraform module, its README and the page of the inputs', () => {
    const policies = generated['modules/octo-access/policies.tf'];
    expect(policies).toMatch(
      /when {2}= var\.name_customers\n\s+items = <<-JSON\n\s+\{\s+"Sid": "ReadCustomers"/,
    );
    expect(generated['modules/octo-access/variables.tf']).toContain('variable "name_customers" {');
    for (const page of ['modules/octo-access/README.md', 'docs/inputs.md'])
      expect(generated[page]).toMatch(/^\| `name_customers` +\| `bool` +\| `false` +\| Whether/m);
  });

  it('are in the CloudFormation template, in a section of the console', () => {
    const template = JSON.parse(generated['template'] ?? '') as Record<string, Record<string, unknown>>;
    expect(template['Parameters']).toMatchObject({
      NameCustomers: { Type: 'String', Default: 'false', AllowedValues: ['true', 'false'] },
    });
    expect(JSON.stringify(template['Metadata'])).toContain('"NameCustomers"');
    expect(template['Conditions']).toMatchObject({
      NameCustomers: { 'Fn::Equals': [{ Ref: 'NameCustomers' }, 'true'] },
    });
    expect(JSON.stringify(template['Resources'])).toMatch(
      /"Fn::If":\["NameCustomers",\{"Sid":"ReadCustomers"/,
    );
  });

  it('are in the schema of the fleet file and among the settings that the report shows', () => {
    expect(generated['schema']).toContain('"name_customers": {');
    expect(generated['settings']).toContain('{"input":"name_customers","setting":true}');
  });
});
