import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { about } from './about';
import type { Document, ObservedRole } from './observe';

/** Context keys of a request. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** Stands for AWS's own policies too, of which these tests attach and bound by AdministratorAccess alone. */
const ALLOW_ALL: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const EVERYTHING: Simulation['serviceControlPolicies'] = [
  { orgIdentifier: 'root', policies: [{ name: 'FullAWSAccess', policy: ALLOW_ALL }] },
];

/** Whether a role's policies, within its boundary, allow a request to resources of its own account. */
export async function allows(
  role: ObservedRole,
  action: string,
  resource: string,
  context: Context = {},
): Promise<boolean> {
  const accountId = role.arn.split(':')[4] ?? '';
  const identityPolicies = [...Object.entries(role.inline), ...Object.entries(role.attached)].map(
    ([name, document]) => ({ name, policy: about(document ?? ALLOW_ALL, action) }),
  );
  return decided({
    request: {
      principal: `arn:aws:sts::${accountId}:assumed-role/${role.name}/session`,
      action,
      resource: { resource, accountId },
      contextVariables: { 'aws:PrincipalArn': role.arn, ...(context as Record<string, string>) },
    },
    identityPolicies,
    permissionBoundaryPolicies: role.boundary
      ? [{ name: 'boundary', policy: about(role.boundary.document ?? ALLOW_ALL, action) }]
      : undefined,
    serviceControlPolicies: EVERYTHING,
    resourceControlPolicies: [],
  });
}

/**
 * Whether a role's trust policy lets a principal in whose own policies allow everything.
 *
 * @param principal ARN, or name of an AWS service
 */
export async function mayAssume(
  principal: string,
  role: ObservedRole,
  context: Context = {},
): Promise<boolean> {
  const accountId = role.arn.split(':')[4] ?? '';
  return decided({
    request: {
      principal,
      action: 'sts:AssumeRole',
      resource: { resource: role.arn, accountId },
      contextVariables: { ...(context as Record<string, string>) },
    },
    identityPolicies: principal.includes(':') ? [{ name: 'own', policy: ALLOW_ALL }] : [],
    resourcePolicy: role.trust,
    serviceControlPolicies: EVERYTHING,
    resourceControlPolicies: [],
  });
}

/**
 * Whether a role's trust policy lets in who brings a token of an identity provider.
 *
 * @param provider ARN
 * @param claims of the token: `sub`, `aud`
 */
export async function mayAssumeWithToken(
  provider: string,
  role: ObservedRole,
  claims: Readonly<Record<string, string>>,
): Promise<boolean> {
  const accountId = role.arn.split(':')[4] ?? '';
  const host = provider.split('/')[1] ?? '';
  // The simulator drops condition keys that are not in AWS's lists, where few providers have theirs: this one has.
  const known = 'accounts.google.com';
  const trust = JSON.parse(JSON.stringify(role.trust).replaceAll(`"${host}:`, `"${known}:`)) as Document;
  return decided({
    request: {
      principal: provider,
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: { resource: role.arn, accountId },
      contextVariables: Object.fromEntries(
        Object.entries(claims).map(([claim, value]) => [`${known}:${claim}`, value]),
      ),
    },
    identityPolicies: [],
    resourcePolicy: trust,
    serviceControlPolicies: EVERYTHING,
    resourceControlPolicies: [],
  });
}

/** The role after Alphaus wrote an inline policy that allows everything. */
export function withHostileInline(role: ObservedRole): ObservedRole {
  return { ...role, inline: { ...role.inline, hostile: ALLOW_ALL } };
}

async function decided(simulation: Simulation): Promise<boolean> {
  const outcome = await runSimulation(simulation, {});
  if (outcome.resultType === 'error') throw new Error(JSON.stringify(outcome.errors));
  return outcome.overallResult === 'Allowed';
}
