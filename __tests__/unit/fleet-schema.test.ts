import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Ajv, { type AnySchemaObject } from 'ajv';
import { parse } from 'yaml';
import { generatedSchemas } from '../../src/generate/generated-schemas';
import { SCHEMA_FILE } from '../../src/generate/schema-file';
import { parseFleet } from '../../src/fleet/parse-fleet';
import { INPUTS } from '../../src/inputs/inputs';
import { ROLE_NAMES } from '../../src/names/role-names';

const ROOT = resolve(__dirname, '../..');
const EXAMPLE = readFileSync(join(ROOT, 'examples/fleet/octo.yaml'), 'utf8');
const schema = JSON.parse(generatedSchemas().get(SCHEMA_FILE) ?? '') as AnySchemaObject & {
  definitions: Record<string, AnySchemaObject>;
};
const ajv = new Ajv({ allErrors: true });
// Editors show it in place of the pattern.
ajv.addKeyword('patternErrorMessage');
const validate = ajv.compile(schema);

function errorsOf(text: string): unknown[] {
  return validate(parse(text)) === true ? [] : (validate.errors ?? []);
}

const HEAD = 'defaults: { inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d } }\n';
const withAccount = (text: string): string => `${HEAD}accounts: [{ id: "222222222222", ${text} }]`;
const withInputs = (text: string): string => withAccount(`inputs: { ${text} }`);
const withTop = (text: string): string => `${HEAD}accounts: [{ id: "222222222222" }]\n${text}`;
const withOrganization = (text: string): string =>
  `${HEAD}organization: { organizational_units: [ou-abcd-11112222], ${text} }`;

function parses(text: string): boolean {
  try {
    parseFleet(text, 'octo.yaml');
    return true;
  } catch {
    return false;
  }
}

/** The line that differs from case to case, for the title. */
function titled(text: string): [string, string] {
  return [text.slice(text.lastIndexOf('\n') + 1), text];
}

describe('the schema of the fleet file', () => {
  test('is committed as `octo-access schema` writes it, and so is every other schema', () => {
    for (const [path, text] of generatedSchemas()) expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  });

  test('is valid in draft 7, which editors support best', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(ajv.validateSchema(schema)).toBe(true);
  });

  test('accepts the example, which names it', () => {
    expect(EXAMPLE).toContain(`# yaml-language-server: $schema=./${SCHEMA_FILE}\n`);
    expect(errorsOf(EXAMPLE)).toEqual([]);
  });

  test('tells editors what every input is for, and its default', () => {
    for (const { name, description, default: byDefault } of INPUTS) {
      expect(schema.definitions[name]).toMatchObject({ description });
      expect(schema.definitions[name]?.['default']).toEqual(byDefault);
    }
  });

  test('has editors complete the names of roles that tags may be given for', () => {
    expect(schema.definitions['role_tags']).toMatchObject({ propertyNames: { enum: [...ROLE_NAMES] } });
  });

  test('describes every key, and allows no other', () => {
    const bare: string[] = [];
    const search = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, additionalProperties } = node as AnySchemaObject;
      if (properties) {
        if (additionalProperties !== false) bare.push(`${path} takes any key`);
        for (const [key, part] of Object.entries(properties as Record<string, AnySchemaObject>)) {
          if (!part['description'] && !part['const'] && !part['$ref']) bare.push(`${path}.${key}`);
        }
      }
      for (const [key, part] of Object.entries(node)) search(part, `${path}.${key}`);
    };
    search(schema, '');
    expect(bare).toEqual([]);
  });

  test.each(
    [
      withAccount('name: production, region: eu-west-1, role: null, state: removing'),
      withAccount('role: "arn:aws-cn:iam::222222222222:role/path/Octo", region: cn-north-1'),
      withInputs('tags: { Owner: finops, "cost center": "12/3 é" }, max_session_duration: null'),
      withInputs(
        'role_tags: { AlphausAcctAccessRole: { "dp:exclude:identity": "true" }, OctoSSMUpdaterRole: {} }',
      ),
      withInputs('role_tags: null'),
      withInputs('roles: [OctoSSMUpdaterRole, OctoChangeExecutorRole], cost_explorer_access: null'),
      withInputs(
        'vetted_runbooks: [], change_executor_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
      ),
      withTop('layout: opentofu\nexclude: []\nbackend: { type: local }'),
      withTop('backend: { type: s3, bucket: states, region: us-east-1, prefix: a/b }'),
      withTop('backend: { type: cloud, organization: acme, project: octo }'),
      withOrganization('call_as: DELEGATED_ADMIN, auto_deployment: false, failure_tolerance_percentage: 0'),
      withOrganization('inputs: { tags: { Owner: finops }, cost_explorer_access: read-only }'),
    ].map(titled),
  )('accepts what is read without error: %s', (_, text) => {
    expect(parses(text)).toBe(true);
    expect(errorsOf(text)).toEqual([]);
  });

  test.each(
    [
      '[]',
      'accounts: {}',
      'layout: opentofu',
      withTop('layout: states'),
      withTop('regions: [us-east-1]'),
      withTop('management_account: 111111111111'),
      withTop('exclude: [{ id: "333333333333" }]'),
      withTop('exclude: [{ id: "333333333333", reason: "" }]'),
      withTop('backend: { type: gcs }'),
      withTop('backend: { type: s3, bucket: states }'),
      withTop('backend: { type: local, path: x }'),
      withTop('backend: { type: cloud, organization: acme, project: [] }'),
      withAccount('id: 222222222222').replace('id: "222222222222", ', ''),
      withAccount('x: y').replace('id: "222222222222", x: y', 'name: x'),
      withAccount('name: " x"'),
      withAccount('region: [us-east-1, us-west-2]'),
      withAccount('role: my role'),
      withAccount('state: gone'),
      withAccount('external_id: ab'),
      withInputs('principal: null'),
      withInputs('principal: 444455556666'),
      withInputs('external_id: a'),
      withInputs('external_id: a b'),
      withInputs('roles: []'),
      withInputs('roles: [Octo]'),
      withInputs('roles: [OctoSSMUpdaterRole]'),
      withInputs('tags: { "aws:x": y }'),
      withInputs('tags: { "AWS:x": y }'),
      withInputs('tags: { a*: b }'),
      withInputs('tags: { a: 1 }'),
      withInputs('role_tags: { OctoRole: { a: b } }'),
      withInputs('role_tags: { "dp:exclude:identity": "true" }'),
      withInputs('role_tags: { AlphausAcctAccessRole: { a: true } }'),
      withInputs('role_tags: { AlphausAcctAccessRole: null }'),
      withInputs('role_tags: { AlphausAcctAccessRole: { "aws:x": y } }'),
      withInputs('role_tags: { AlphausAcctAccessRole: { a*: b } }'),
      withInputs('role_tags: { AlphausAcctAccessRole: { a: b* } }'),
      withInputs(`role_tags: { AlphausAcctAccessRole: { a: ${'x'.repeat(257)} } }`),
      withInputs('max_session_duration: 3600.5'),
      withInputs('max_session_duration: 60'),
      withInputs('permissions_boundary_arn: "arn:aws:iam::222222222222:role/x"'),
      withInputs('permissions_boundary_arn: "arn:aws:iam::222222222222:policy/AlphausAcctAccessBoundary"'),
      withInputs('allow_self_update: "true"'),
      withInputs('cost_explorer_access: none'),
      withInputs('vetted_runbooks: [AWS-*]'),
      withInputs('vetted_runbooks: [AWS-RunPacker]'),
      withInputs('vetted_runbooks: [AWSSupport-ModifyEBSSnapshotPermission]'),
      withInputs('vetted_runbooks: [AWS-AttachEBSVolume]'),
      withInputs('vetted_runbooks: [aws-stopec2instance]'),
      withInputs('vetted_runbooks: ["AWS-StopEC2Instance "]'),
      withInputs('vetted_runbooks: [AWS-StopEC2Instance, AWS-StopEC2Instance]'),
      withInputs('change_executor_policy_arns: []'),
      withInputs('cloudformation_stack_arn: octo'),
      withInputs('unknown: 1'),
      withOrganization('region: [us-east-1, us-west-2]'),
      withOrganization('organizational_unit: x'),
      withOrganization('failure_tolerance_percentage: 101'),
      withOrganization('max_concurrent_percentage: 0.5'),
      withOrganization('inputs: { cloudformation_stack_arn: null }'),
      `${HEAD}organization: { organizational_units: ["111111111111"] }`,
    ].map(titled),
  )('fails, as reading does, on %s', (_, text) => {
    expect(parses(text)).toBe(false);
    expect(errorsOf(text)).not.toEqual([]);
  });
});
