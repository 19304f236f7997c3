import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';

/** A policy document as JSON. */
export type Document = Readonly<Record<string, unknown>>;

/** An installed role: whole documents, parsed and otherwise untouched. */
export interface ObservedRole {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly description: string;
  readonly maxSessionDuration: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly trust: Document;
  /** Inline policies, by name. */
  readonly inline: Readonly<Record<string, Document>>;
  /** Attached managed policies, by ARN; AWS's own without their document. */
  readonly attached: Readonly<Record<string, Document | null>>;
  readonly boundary: { readonly arn: string; readonly document: Document | null } | null;
}

/** Reads one role whole. */
export async function observeRole(iam: IAMClient, name: string): Promise<ObservedRole> {
  const RoleName = name;
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const { Tags = [] } = await iam.send(new ListRoleTagsCommand({ RoleName }));
  const boundaryArn = role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    name: role?.RoleName ?? '',
    arn: role?.Arn ?? '',
    path: role?.Path ?? '',
    description: role?.Description ?? '',
    maxSessionDuration: role?.MaxSessionDuration ?? 0,
    tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    trust: parsed(role?.AssumeRolePolicyDocument),
    inline: Object.fromEntries(
      await Promise.all(
        PolicyNames.map(async (PolicyName) => {
          const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
          return [PolicyName, parsed(PolicyDocument)] as const;
        }),
      ),
    ),
    attached: Object.fromEntries(
      await Promise.all(
        AttachedPolicies.map(
          async ({ PolicyArn: arn = '' }) => [arn, await managedDocument(iam, arn)] as const,
        ),
      ),
    ),
    boundary: boundaryArn ? { arn: boundaryArn, document: await managedDocument(iam, boundaryArn) } : null,
  };
}

/** A boundary's document too is null where it is one of AWS's own policies. */
export async function managedDocument(iam: IAMClient, PolicyArn: string): Promise<Document | null> {
  if (PolicyArn.includes(':iam::aws:policy/')) return null;
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return parsed(PolicyVersion?.Document);
}

/** IAM returns documents URL-encoded. */
export function parsed(document: string | undefined): Document {
  return JSON.parse(decodeURIComponent(document ?? '')) as Document;
}
