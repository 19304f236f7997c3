import { symlinkSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { parseFleet } from '../../src/fleet/parse-fleet';
import { readSettings } from '../../src/stacks/settings';
import { allBlocks, blocksOf, type Block } from '../support/paper-blocks';
import { CHECKOUT, MODULE, Workbench } from '../support/workbench';

/** Languages of blocks that somebody executes: those of a shell are run by `e2e/command-blocks.test.ts`. */
const EXECUTED = ['sh', 'console', 'hcl', 'ts', 'yaml', 'json'];
/** Where blocks of HCL expect the module: a copy of its folder, or a clone, beside them. */
const PLACES = ['octo-access', 'octo-access-terraform/modules/octo-access'];

const blocks = allBlocks(CHECKOUT);
const run = (language: string): Block[] =>
  blocks.filter((block) => block.language === language && block.notRun === undefined);
const place = ({ page, line }: Block): string => `${page}:${line}`;

/** Blocks that nobody would execute, and that do not say why. */
function unexplained(among: readonly Block[]): string[] {
  return among
    .filter(({ language, notRun }) => language !== 'text' && !EXECUTED.includes(language) && !notRun)
    .map((block) => `${place(block)}: nobody runs "${block.language}"`);
}

describe('the blocks of the papers', () => {
  it('are executed, or say above themselves why not', () => {
    expect(blocks.length).toBeGreaterThan(20);
    expect(unexplained(blocks)).toEqual([]);
  });

  it('are found out where nobody runs them', () => {
    const page = '<!-- not run: why -->\n\n```py\n1\n```\n\n- a\n\n  ```\n  b\n  ```\n\n```text\nc\n```\n';
    expect(unexplained(blocksOf('page.md', page))).toEqual(['page.md:9: nobody runs ""']);
  });

  it('of JSON are settings of cdktf.json', () => {
    for (const block of run('json')) {
      const { context } = JSON.parse(block.text) as { context: { octo: unknown } };
      expect({ at: place(block), settings: readSettings(context.octo) }).toMatchObject({
        settings: context.octo,
      });
    }
  });

  it('of YAML are fleet files', () => {
    for (const block of run('yaml')) {
      expect(parseFleet(block.text, place(block)).accounts.length).toBeGreaterThan(0);
    }
  });

  it('of TypeScript are taken by the compiler, as strictly as this project, which finds out those that do not compile', () => {
    const wrong = "import { OctoAccess } from '@alphaus/octo-access';\nnew OctoAccess(1, 'octo', {});\n";
    const [bad] = blocksOf('page.md', `\`\`\`ts\n${wrong}\`\`\`\n`);
    const ours = run('ts');
    expect(ours.length).toBeGreaterThan(0);
    const found = compiled(bad ? [...ours, bad] : []);
    expect(found.filter((line) => !line.startsWith('page.md:1: '))).toEqual([]);
    expect(found.join()).toMatch(/not assignable/);
  });
});

const suite = toolchainOrSkip();

suite.describe('the blocks of HCL', () => {
  let bench: Workbench;

  beforeAll(() => {
    bench = new Workbench(suite.toolchain());
  });

  afterAll(() => {
    bench.remove();
  });

  it('are valid, with the module where they say that it is', async () => {
    const written = run('hcl').map(({ text }, index) => [`block_${index}`, text] as const);
    expect(written.length).toBeGreaterThan(1);
    const modules = written.map(([name]) => [name, { source: `./${name}` }] as const);
    const root = bench.configuration('papers', {
      'main.tf.json': { module: Object.fromEntries(modules) },
    });
    for (const [name, text] of written) {
      // The address of a release, where there is one, is of this module too.
      const local = text.replace(/"git::[^"]*"/, '"./octo-access"');
      bench.configuration(join('papers', name), { 'main.tf': local });
      for (const folder of PLACES) {
        const link = bench.path('papers', name, folder);
        mkdirSync(dirname(link), { recursive: true });
        symlinkSync(bench.path(MODULE), link);
      }
    }
    await root.init('-backend=false');
    expect(await root.validate()).toContain('The configuration is valid');
  });
});

/** What the compiler says against blocks, each a file of its own. */
function compiled(among: readonly Block[]): string[] {
  const { config } = ts.readConfigFile(join(CHECKOUT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, CHECKOUT);
  const written = new Map(among.map((block, index) => [join(CHECKOUT, `block-${index}.ts`), block]));
  const host = ts.createCompilerHost(options);
  const ofFiles = ts.createCompilerHost(options);
  host.fileExists = (path) => written.has(path) || ofFiles.fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const block = written.get(path);
    if (!block) return ofFiles.getSourceFile(path, ...rest);
    return ts.createSourceFile(path, block.text, ts.ScriptTarget.ES2022);
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...written.keys()], options, host))
    .flatMap(({ file, messageText }) => {
      const block = file && written.get(file.fileName);
      const says = ts.flattenDiagnosticMessageText(messageText, '\n');
      return file === undefined || block ? [`${block ? place(block) : ''}: ${says}`] : [];
    });
}
