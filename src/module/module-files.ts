import { EXAMPLE } from '../inputs/samples';
import { ROLES } from '../catalogue/roles';
import { INPUTS } from '../inputs/inputs';
import { VETTED_RUNBOOKS } from '../inputs/vetted-runbooks';
import { inputsTable } from '../inputs/to-markdown';
import { releasedModule } from '../names/published-module';
import { markdownTable } from '../text/markdown';
import { blocksFile, type Block } from './blocks-file';
import { policiesFile } from './policies-file';
import { variablesFile, type Variable } from './variables-file';

/** A synthesized stack, `cdk.tf.json`, as parsed JSON. */
export type SynthesizedStack = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Actions that OctoChangeExecutorRole may call with `recommendations`. */
const OF_RECOMMENDATIONS = new Set(
  ROLES.OctoChangeExecutorRole.statements
    .filter(({ effect }) => effect !== 'Deny')
    .flatMap(({ actions }) => actions),
);

type Blocks = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

/** Keys of policies in reading order; CDKTF sorts them alphabetically. */
const READING_ORDER = [
  ...['when', 'items', 'Version', 'Statement', 'Sid', 'Effect', 'Principal'],
  ...['Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
];

/**
 * The published Terraform module: file name -> text. Pure: the same stack gives the same bytes on
 * every machine.
 *
 * @param stack the module stack, synthesized
 * @param version of the package, for the README's examples
 */
export function moduleFiles(stack: SynthesizedStack, version: string): Map<string, string> {
  const {
    variable = {},
    output,
    terraform,
    data,
    resource,
    locals = {},
  } = published(stack) as SynthesizedStack;
  const { installed, self_updatable, ...policies } = locals;
  return new Map([
    ['versions.tf', blocksFile([{ type: 'terraform', labels: [], body: terraform ?? {} }])],
    ['variables.tf', variablesFile(INPUTS.map(({ name }) => [name, variable[name] as Variable]))],
    [
      'main.tf',
      blocksFile([
        ...labelled('data', data as Blocks),
        ...labelled('resource', withTexts(resource, policies) as Blocks),
      ]),
    ],
    ['policies.tf', policiesFile(policies)],
    [
      'outputs.tf',
      blocksFile([
        { type: 'locals', labels: [], body: { installed, self_updatable } },
        ...Object.entries(output as Blocks[string]).map(([name, body]) => ({
          type: 'output',
          labels: [name],
          body,
        })),
      ]),
    ],
    [
      'README.md',
      readme(
        version,
        output as Record<string, { description: string }>,
        Object.entries({ ...(data as Blocks), ...(resource as Blocks) }),
        terraform as unknown as Requirements,
      ),
    ],
  ]);
}

interface Requirements {
  readonly required_version: string;
  readonly required_providers: { readonly aws: { readonly version: string } };
}

/** Without CDKTF's notes under `//`, which hold paths and versions of this machine, and with keys in reading order. */
function published(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(published);
  if (typeof value !== 'object' || value === null) return value;
  const place = ([key]: [string, unknown]): number => READING_ORDER.indexOf(key);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .sort((one, other) => place(one) - place(other))
      .map(([key, item]) => [key, published(item)]),
  );
}

/** Resources that take the texts of policies.tf as they are. */
function withTexts(value: unknown, policies: object): unknown {
  if (Array.isArray(value)) return value.map((item) => withTexts(item, policies));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item, policies)]));
  const [, name = ''] = /^\$\{jsonencode\(local\.(\w+)\)\}$/.exec(String(value)) ?? [];
  return name in policies ? `\${local.${name}}` : value;
}

function labelled(type: string, blocks: Blocks): Block[] {
  return Object.entries(blocks).flatMap(([kind, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, labels: [kind, name], body })),
  );
}

function readme(
  version: string,
  outputs: Record<string, { description: string }>,
  resources: [string, Record<string, unknown>][],
  requirements: Requirements,
): string {
  const released = releasedModule(version);
  const source = released
    ? `"${released}"`
    : '"./octo-access" # this folder, copied beside your configuration';
  const counting = countingInputs(resources);
  const addresses = resources.flatMap(([type, named]) =>
    Object.keys(named).map((name) => [type, name] as const),
  );
  return `# octo-access

The five IAM roles through which [Alphaus Octo](https://www.alphaus.cloud) works in an AWS account, with their
policies and permissions boundaries. Generated from the project's catalogue; do not edit the files here.

\`\`\`hcl
provider "aws" {
  region = "us-east-1" # IAM is global: any region of the account's partition
}

module "octo_access" {
  source = ${source}

  principal   = "${EXAMPLE.principal}"        # both from Octo's onboarding page
  external_id = "${EXAMPLE.externalId}"
}

output "octo_onboarding" {
  value = module.octo_access.octo_onboarding # for your records: Octo finds the roles by their names
}
\`\`\`

The module has no provider configuration and no backend: it works with \`count\`, \`for_each\`, \`depends_on\` and, for
another account, with \`providers = { aws = aws.that_account }\`. Role names are fixed, so an account takes one
installation. In a Stack of HCP Terraform, pass two providers: \`aws\` and the built-in \`terraform\`, for
\`terraform_data\`. Prefer references to \`depends_on\`: with \`depends_on\`, Terraform reads the account only when it applies,
and plans show documents as "known after apply".

With CDK for Terraform in any of its languages, name the module in \`terraformModules\` of \`cdktf.json\`: \`cdktf get\`, or
\`cdktn get\` of CDK Terrain, writes a class whose inputs have types and descriptions.

## How to read the policies

\`policies.tf\` contains every policy that is written here as JSON, one action per line. What only some inputs bring is in a
list of parts next to the policy: the \`items\` of a part apply if its \`when\` is true. A value of an input stands in its
place, as \`\${…}\`. Which policies of AWS or of your own are attached, AdministratorAccess by default, is in \`main.tf\`
(\`aws_iam_role_policy_attachments_exclusive\`). In the project's repository,
\`report/permissions.md\` gives the reason for every statement.

## Requirements

| tool | version | why |
| --- | --- | --- |
| Terraform or OpenTofu | ${code(requirements.required_version)} | OpenTofu reports the Terraform version that it is compatible with |
| hashicorp/aws | ${code(requirements.required_providers.aws.version)} | exclusive management of attached policies came with 5.72.0 |

## Inputs

${inputsTable(INPUTS)}

## Runbooks that \`vetted_runbooks\` takes

A runbook runs as OctoChangeExecutorRole, by default an administrator. So the input accepts only these runbooks, which do no
more than described here, whatever their parameters. For anything else, write your own Automation document, fix the
parameters that matter, and approve it with the tag \`OctoApproved=true\`. With \`change_executor_access = "recommendations"\`,
the role lacks permissions that some runbooks need: these start and then fail.

${markdownTable(
  ['runbook', 'what it does', 'calls', 'runs with `recommendations`'],
  Object.entries(VETTED_RUNBOOKS).map(([name, { effect, actions }]) => [
    code(name),
    effect,
    actions.map(code).join('<br>'),
    actions.every((action) => OF_RECOMMENDATIONS.has(action)) ? 'yes' : 'no',
  ]),
)}

## Values that are known only after the apply

Every input accepts such values, except ${counting.map(code).join(', ')}. Terraform also has to know when it plans
whether \`permissions_boundary_arn\` is set, since the number of roles and policies depends on these.

\`external_id\` is no secret: mark it \`sensitive\` nowhere, since Terraform would hide what is wrong with it.

## Outputs

${markdownTable(
  ['name', 'description'],
  Object.entries(outputs).map(([name, { description }]) => [code(name), description]),
)}

## Resources

Addresses are part of the public interface: they change only with a \`moved\` block.

${markdownTable(
  ['type', 'name'],
  addresses.map(([type, name]) => [code(type), code(name)]),
)}

## What each role is for, and what to know before you agree

${Object.values(ROLES)
  .map(({ name, purpose, accepted }) =>
    [`**${name}.** ${purpose}`, accepted.map((item) => `- ${item}`).join('\n')].filter(Boolean).join('\n\n'),
  )
  .join('\n\n')}

## What it does and does not manage

- **Inline policies of OctoRecommendationSearcherRole and AlphausAcctAccessRole** belong to Alphaus, which updates them
  within the boundaries; they never show in a plan and do not block \`destroy\`, unless \`allow_self_update\` is off or \`permissions_boundary_arn\`
  is set. Everything else on all five roles is managed exclusively: if someone adds an inline policy
  to one of the other three roles, or attaches a policy to any role, the next plan shows it and the next apply removes it.
- **Order**: a role is created after its boundary and destroyed before it. If \`permissions_boundary_arn\` is set or
  removed later, the two self-updatable roles and their boundaries are replaced, under the same names and ARNs.
- **Leftovers**: a role of the same name that CloudFormation or another module created makes the apply fail with
  \`EntityAlreadyExists\`. Delete it first, or import it with an \`import\` block in your root module: the id of a role is its
  name, the id of a policy is its ARN.
`;
}

/** Inputs whose values decide how many resources there are; of a boundary, only whether it is set. */
function countingInputs(resources: readonly [string, Record<string, unknown>][]): string[] {
  const counts = resources.flatMap(([, named]) =>
    Object.values(named).map((block) => String((block as { readonly count?: string }).count)),
  );
  const named = counts.flatMap((count) =>
    [...count.matchAll(/var\.(\w+)\b(?! [!=]= null)/g)].map(([, name = '']) => name),
  );
  return [...new Set(named)].sort();
}

function code(text: string): string {
  return `\`${text}\``;
}
