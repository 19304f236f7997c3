import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Document, ObservedAccount } from '../../src/account/observed';
import { ROLES } from '../../src/catalogue/roles';
import type { Configuration } from '../../src/inputs/inputs';
import { installedRoles } from '../../src/policy/installed';
import { carriedOut, parseTemplate } from './cloudformation';
import { EXAMPLE } from './example';

const plain = (value: unknown): Document => JSON.parse(JSON.stringify(value)) as Document;

/** An account as it is when Terraform has just installed the roles. */
export function freshAccount(inputs: Configuration, id: string = EXAMPLE.accountId): ObservedAccount {
  const roles = installedRoles({ partition: 'aws', accountId: id }, inputs);
  const documents = roles.flatMap(({ policies, boundary }) => [...policies, ...(boundary ? [boundary] : [])]);
  return {
    id,
    partition: 'aws',
    roles: roles.map(({ name, trust, policies, foreignPolicyArns, boundary }) => {
      const { maxSessionDuration: session } = ROLES[name];
      return {
        name,
        path: '/',
        trust: plain(trust),
        maxSessionDuration: typeof session === 'number' ? session : inputs.maxSessionDuration,
        tags: { ...inputs.tags, ...inputs.roleTags[name] },
        inline: Object.fromEntries(
          policies
            .filter(({ arn }) => arn === undefined)
            .map((policy) => [policy.name, plain(policy.document)]),
        ),
        attached: [...policies.flatMap(({ arn }) => arn ?? []), ...foreignPolicyArns],
        ...(boundary && { boundary: boundary.arn }),
      };
    }),
    policies: Object.fromEntries(
      documents.flatMap(({ arn, document }) => (arn && document ? [[arn, plain(document)]] : [])),
    ),
  };
}

/** An account as it is when a stack of the committed template has just installed the roles, with these parameters. */
export function stackAccount(parameters: Readonly<Record<string, string>>): ObservedAccount {
  const text = readFileSync(resolve(__dirname, '../../cloudformation/octo-access.yaml'), 'utf8');
  const { accountId: id } = EXAMPLE;
  const made = JSON.stringify(
    carriedOut(parseTemplate(text), { ...parameters, 'AWS::AccountId': id, 'AWS::Partition': 'aws' })
      .Resources,
  );
  const resources = JSON.parse(made) as Readonly<Record<string, { Type: string; Properties: Properties }>>;
  const ofType = (type: string): Properties[] =>
    Object.values(resources).flatMap(({ Type, Properties }) =>
      Type === `AWS::IAM::${type}` ? [Properties] : [],
    );
  const arn = (reference: string): string =>
    reference.replace(/^\$\{(\w+)\}$/, (_whole, name: string) => `arn:aws:iam::${id}:policy/${name}`);
  const inlineOf = (policies: readonly Inline[]): Record<string, Document> =>
    Object.fromEntries(policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]));
  return {
    id,
    partition: 'aws',
    roles: ofType('Role').map((role) => ({
      name: role.RoleName,
      path: '/',
      trust: role.AssumeRolePolicyDocument,
      maxSessionDuration: Number(role.MaxSessionDuration),
      tags: {},
      inline: inlineOf([
        ...(role.Policies ?? []),
        ...ofType('Policy').filter(({ Roles: [only] }) => only === `\${${role.RoleName}}`),
      ]),
      attached: (role.ManagedPolicyArns ?? []).map(arn),
      ...(role.PermissionsBoundary !== undefined && { boundary: arn(role.PermissionsBoundary) }),
    })),
    policies: Object.fromEntries(
      ofType('ManagedPolicy').map((policy) => [
        arn(`\${${policy.ManagedPolicyName}}`),
        policy.PolicyDocument,
      ]),
    ),
  };
}

interface Inline {
  readonly PolicyName: string;
  readonly PolicyDocument: Document;
}

interface Properties extends Inline {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: Document;
  readonly MaxSessionDuration: number | string;
  readonly Policies?: readonly Inline[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly PermissionsBoundary?: string;
  readonly ManagedPolicyName: string;
  readonly Roles: readonly [string];
}
