import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { permissionsOf, possibility } from '../../src/analysis/may-ever';
import { generatedModule } from '../../src/module/generated-module';
import { MODULE_FOLDER } from '../../src/names/published-module';
import { writeFiles } from '../../src/process/write-files';
import { defaults } from '../../src/inputs/inputs';
import { installedRoles } from '../../src/policy/installed';
import { moduleBlocks, moduleVariables, type NamedBlocks } from '../support/module-blocks';
import { modulePolicyTexts } from '../support/module-policies';
import { VETTED_RUNBOOKS } from '../../src/inputs/vetted-runbooks';

const ROOT = resolve(__dirname, '../..');
const files = generatedModule(ROOT);
let resource: NamedBlocks;

beforeAll(async () => {
  ({ resource } = await moduleBlocks());
});

/** Resources of a type, or variables: name -> attributes. */
type Blocks = Record<string, Record<string, unknown>>;

describe('the committed Terraform module', () => {
  test.each([...files.keys()])('has %s as `octo-access module` writes it', (path) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(files.get(path));
  });

  test('has no other generated file', () => {
    const committed = readdirSync(join(ROOT, MODULE_FOLDER)).filter((name) => /\.(tf|json|md)$/.test(name));
    expect(committed.map((name) => `${MODULE_FOLDER}/${name}`).sort()).toEqual(
      [...files.keys()].filter((path) => path.startsWith(MODULE_FOLDER)).sort(),
    );
  });

  test('holds no provider, no backend, no metadata of the generator', async () => {
    const configuration = [...files].filter(([path]) => path.endsWith('.tf'));
    const blocks = await Promise.all(configuration.map(async ([path, text]) => parse(path, text)));
    const merged = Object.assign({}, ...blocks) as Record<string, [Record<string, unknown>]>;
    expect(Object.keys(merged).sort()).toEqual([
      'data',
      'locals',
      'output',
      'resource',
      'terraform',
      'variable',
    ]);
    expect(Object.keys(merged['terraform']?.[0] ?? {}).sort()).toEqual([
      'required_providers',
      'required_version',
    ]);
    expect(JSON.stringify(merged)).not.toContain('"//"');
  });

  test('holds no path of the machine that generated it', () => {
    for (const text of files.values()) expect(text).not.toContain(ROOT);
  });

  test('keeps its addresses: they change only with a moved block', () => {
    const addresses = Object.entries(resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    expect(addresses.sort()).toEqual([
      'aws_iam_policy.acct_access_baseline_1',
      'aws_iam_policy.acct_access_boundary',
      'aws_iam_policy.change_executor_baseline_1',
      'aws_iam_policy.recommendation_searcher_baseline_1',
      'aws_iam_policy.recommendation_searcher_baseline_2',
      'aws_iam_policy.recommendation_searcher_boundary',
      'aws_iam_role.acct_access',
      'aws_iam_role.change_executor',
      'aws_iam_role.change_template_approver',
      'aws_iam_role.recommendation_searcher',
      'aws_iam_role.ssm_updater',
      'aws_iam_role_policies_exclusive.acct_access',
      'aws_iam_role_policies_exclusive.change_executor',
      'aws_iam_role_policies_exclusive.change_template_approver',
      'aws_iam_role_policies_exclusive.recommendation_searcher',
      'aws_iam_role_policies_exclusive.ssm_updater',
      'aws_iam_role_policy.change_template_approver',
      'aws_iam_role_policy.ssm_updater',
      'aws_iam_role_policy_attachments_exclusive.acct_access',
      'aws_iam_role_policy_attachments_exclusive.change_executor',
      'aws_iam_role_policy_attachments_exclusive.change_template_approver',
      'aws_iam_role_policy_attachments_exclusive.recommendation_searcher',
      'aws_iam_role_policy_attachments_exclusive.ssm_updater',
      'terraform_data.acct_access',
      'terraform_data.input_checks',
      'terraform_data.recommendation_searcher',
    ]);
  });
});

describe('the policies of the module', () => {
  const text = files.get(`${MODULE_FOLDER}/policies.tf`) ?? '';
  const policies: Blocks = Object.fromEntries(
    Object.entries(modulePolicyTexts(text)).map(([name, json]) => [name, JSON.parse(json) as Blocks[string]]),
  );

  test('stand in locals of their own, whose texts the resources take', () => {
    const texts = Object.values(resource)
      .flatMap((named) => Object.values(named))
      .flatMap(({ policy, assume_role_policy: trust }) => [policy, trust].filter(Boolean));
    const names = texts.map((given) => /^\$\{local\.(\w+)\}$/.exec(String(given))?.[1]);

    expect(names).toHaveLength(13);
    for (const name of names)
      expect(policies[name ?? '']).toEqual({ Version: '2012-10-17', Statement: expect.anything() });
  });

  test('refer to every other local, and to none that is not there', () => {
    const referred = [...text.matchAll(/local\.(\w+)/g)].map(([, name]) => name);
    const documents = Object.entries(policies).filter(
      ([, value]) => typeof value === 'object' && 'Statement' in value,
    );

    expect([...documents.map(([name]) => name), ...referred].sort()).toEqual(Object.keys(policies).sort());
  });

  test('have one action a line, and a condition where it is asked for', () => {
    const lines = text.split('\n');
    const actions = lines.map((line) => line.match(/"[a-z0-9-]+:[A-Z][A-Za-z*]*"/g)?.length ?? 0);

    expect(Math.max(...actions)).toBe(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(220);
    expect(text).toContain(`
    {
      when  = (var.cost_explorer_access == "read-only")
      items = <<-JSON
        {
          "Sid": "CostExplorerReads",
          "Effect": "Allow",
          "Action": [
            "ce:Describe*",
            "ce:Get*",
            "ce:List*"
          ],
          "Resource": "*"
        }
      JSON
    },
`);
  });
});

describe('change_executor_access of the module', () => {
  test('makes the policy of the executor only with recommendations', () => {
    const policy = resource['aws_iam_policy']?.['change_executor_baseline_1'];
    expect(policy?.['count']).toBe(
      '${((contains(var.roles, "OctoChangeExecutorRole") && (var.change_executor_access == "recommendations")) ? 1 : 0)}',
    );
    const attachments = resource['aws_iam_role_policy_attachments_exclusive']?.['change_executor'];
    expect(attachments?.['policy_arns']).toMatch(
      /^\$\{\(\(var\.change_executor_policy_arns != null\) \? \[for arn in var\.change_executor_policy_arns : replace\(arn, "\{accountId\}", data\.aws_caller_identity\.current\.account_id\)\] : concat\(\(\(var\.change_executor_access == "recommendations"\) \? aws_iam_policy\.change_executor_baseline_1\[\*\]\.arn : \[\]\), /,
    );
  });

  test('fills the id of the account into the boundary of every role, wherever it stands', () => {
    const filled = Object.values(resource['aws_iam_role'] ?? {}).map((role) => role['permissions_boundary']);
    expect(filled).toHaveLength(5);
    for (const boundary of filled) {
      expect(boundary).toMatch(
        /^\$\{.*replace\((coalesce\()?var\.permissions_boundary_arn(, .*\))?, "\{accountId\}", data\.aws_caller_identity\.current\.account_id\).*\}$/,
      );
    }
  });
});

interface Rule {
  readonly condition: string;
  readonly error_message: string;
}

describe('tags in the module', () => {
  test('of one role are looked up by its name; policies have those for all', () => {
    for (const { name, tags } of Object.values(resource['aws_iam_role'] ?? {})) {
      const own = `lookup(var.role_tags, "${String(name)}", {})`;
      expect(tags).toBe(
        `\${merge({ for key, value in var.tags : key => value if !contains([for own in keys(${own}) : lower(own)], lower(key)) }, ${own})}`,
      );
    }
    for (const { tags } of Object.values(resource['aws_iam_policy'] ?? {})) expect(tags).toBe('${var.tags}');
  });

  test('of one role obey the rules of those for all', async () => {
    const variables = await moduleVariables();
    const rulesOf = (name: string): Rule[] => variables[name]?.['validation'] as Rule[];
    const messages = (rules: Rule[]): (string | undefined)[] =>
      rules.map(({ error_message: message }) => /^\w+ (.*), got/.exec(message)?.[1]);
    expect(variables['role_tags']).toMatchObject({
      type: '${map(map(string))}',
      default: {},
      nullable: false,
    });
    const [names, present, ...rules] = rulesOf('role_tags');
    expect(names?.condition).toContain('"OctoChangeTemplateApproverRole"');
    expect(present?.condition).toBe(
      '${try(alltrue([for item in values(var.role_tags) : item != null]), false)}',
    );
    expect(messages(rules)).toEqual(messages(rulesOf('tags')));
  });
});

describe('the table of runbooks', () => {
  test('says which of them an executor that is no administrator can run', () => {
    const configuration = {
      ...defaults(),
      principal: '444455556666',
      externalId: 'octo-ext-7f3c2a1b9d',
      changeExecutorAccess: 'recommendations' as const,
    };
    const account = { partition: 'aws', accountId: '123456789012' };
    const executor = installedRoles(account, configuration).find(
      ({ name }) => name === 'OctoChangeExecutorRole',
    );
    if (!executor) throw new Error('there is no executor');
    const permissions = permissionsOf(executor, false);
    const readme = files.get(`${MODULE_FOLDER}/README.md`) ?? '';
    for (const [name, { actions }] of Object.entries(VETTED_RUNBOOKS)) {
      const line = readme.split('\n').find((text) => text.startsWith(`| \`${name}\` `));
      const runs = actions.every((action) => possibility(permissions, action) !== undefined);
      expect([name, line?.split('|').at(-2)?.trim()]).toEqual([name, runs ? 'yes' : 'no']);
    }
  });
});

describe('the README of the module', () => {
  test('names the inputs that decide how many resources there are, and no others', () => {
    const readme = files.get(`${MODULE_FOLDER}/README.md`) ?? '';
    const [, exceptions = ''] = /^Every input accepts such values, except (.*?)\. /m.exec(readme) ?? [];
    expect(exceptions.split(', ')).toEqual(['`allow_self_update`', '`change_executor_access`', '`roles`']);
  });
});

describe('writing files', () => {
  test('fails without touching a file where one of them cannot be written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'octo-write-'));
    writeFileSync(join(folder, 'first'), 'old');
    writeFileSync(join(folder, 'file'), '');
    expect(() => {
      writeFiles(
        folder,
        new Map([
          ['first', 'new'],
          ['file/below', 'x'],
        ]),
      );
    }).toThrow();
    expect(readFileSync(join(folder, 'first'), 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['file', 'first']);
    rmSync(folder, { recursive: true });
  });
});
