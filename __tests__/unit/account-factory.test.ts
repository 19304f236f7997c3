import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { cloudFormationTemplate } from '../../src/cloudformation/template';

const ROOT = resolve(__dirname, '../..');

interface Customizations {
  readonly customizations: {
    readonly cloudFormationStacks: readonly {
      readonly template: string;
      readonly parameters: readonly { readonly name: string; readonly value: string }[];
    }[];
  };
}

test('the example for Landing Zone Accelerator names a template that is there, and its parameters', () => {
  const text = readFileSync(join(ROOT, 'examples/account-factory/customizations-config.yaml'), 'utf8');
  const { customizations } = parse(text) as Customizations;
  const known = cloudFormationTemplate()['Parameters'] as Record<string, { readonly Default?: unknown }>;
  const [stack] = customizations.cloudFormationStacks;
  const given = stack?.parameters.map(({ name }) => name) ?? [];

  expect(existsSync(join(ROOT, stack?.template ?? 'none'))).toBe(true);
  expect(Object.keys(known)).toEqual(expect.arrayContaining(given));
  // A parameter without a default has to be given.
  const required = Object.keys(known).filter((name) => known[name]?.Default === undefined);
  expect(given).toEqual(expect.arrayContaining(required));
});
