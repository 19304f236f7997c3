import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { installations, type Installation } from '../../src/analysis/installations';
import { inputProperty, INPUTS } from '../../src/inputs/inputs';
import type { InstalledRole } from '../../src/policy/installed';
import { literal } from '../../src/text/hcl-literal';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { moduleBlocks, type NamedBlocks } from '../support/module-blocks';
import { MODULE, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

/** The account of the installations, as a provider that calls no AWS. */
const ACCOUNT = {
  mock_data: [
    { aws_caller_identity: { defaults: { account_id: '111122223333' } } },
    { aws_partition: { defaults: { partition: 'aws' } } },
  ],
};

/** All instances of resources of some types, as an expression. */
const every = (resource: NamedBlocks, ...types: string[]): string => {
  const addresses = types.flatMap((type) =>
    Object.keys(resource[type] ?? {}).map((name) => `${type}.${name}[*]`),
  );
  return `concat(${addresses.join(', ')})`;
};

/** Each document that AWS is given, by the name of its policy or of the role that it lets somebody assume. */
const given = (resource: NamedBlocks): string => `merge(
  { for policy in ${every(resource, 'aws_iam_policy', 'aws_iam_role_policy')} : policy.name => jsondecode(policy.policy) },
  { for role in ${every(resource, 'aws_iam_role')} : role.name => jsondecode(role.assume_role_policy) },
)`;

const suite = toolchainOrSkip(['terraform', 'mirror']);

suite.describe('the policies of the module', () => {
  let bench: Workbench;

  beforeAll(() => {
    bench = new Workbench(suite.toolchain());
  });

  afterAll(() => {
    bench.remove();
  });

  it('are those that the proof decides on, with every other setting of every input', async () => {
    const all = installations('aws');
    const { resource } = await moduleBlocks();
    bench.configuration(MODULE, {
      'documents.tf.json': { output: { documents: { value: `\${${given(resource)}}` } } },
    });
    // All in one plan, since each takes Terraform seconds to begin with.
    const root = bench.configuration('evaluated', {
      'main.tf.json': {
        terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
        module: named(all.map(called)),
        output: named(all.map((_, index) => ({ value: `\${module.installation_${index}.documents}` }))),
      },
      'evaluated.tftest.json': {
        mock_provider: { aws: ACCOUNT },
        run: { plan: { command: 'plan', assert: all.map(expected) } },
      },
    });
    await root.init();

    expect(await root.test()).toContain('Success! 1 passed, 0 failed.');
  });
});

function named(items: readonly object[]): Record<string, object> {
  return Object.fromEntries(items.map((item, index) => [`installation_${index}`, item]));
}

function called({ configuration }: Installation): object {
  const inputs = INPUTS.map(({ name }) => [name, configuration[inputProperty(name)]]);
  return { source: `../${MODULE}`, ...(literal(Object.fromEntries(inputs)) as object) };
}

function expected({ title, roles }: Installation, index: number): object {
  const given = `output.installation_${index}`;
  const wanted = `jsondecode(${JSON.stringify(literal(JSON.stringify(documents(roles))))})`;
  return {
    condition: `\${${given} == ${wanted}}`,
    error_message: `${title}: others are \${join(", ", [for name, document in ${given} : name if try(document != ${wanted}[name], true)])}`,
  };
}

function documents(roles: readonly InstalledRole[]): Record<string, unknown> {
  return Object.fromEntries(
    roles.flatMap<[string, unknown]>(({ name, trust, policies, boundary }) => [
      [name, trust],
      ...policies.map((policy): [string, unknown] => [policy.name, policy.document]),
      ...(boundary?.document
        ? [[boundary.arn.replace(/^.*\//, ''), boundary.document] satisfies [string, unknown]]
        : []),
    ]),
  );
}
