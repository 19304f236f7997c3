import { ROLES } from '../../catalogue/roles';
import type { Configuration } from '../../inputs/inputs';
import { mergedTags } from '../../inputs/merged-tags';
import { installedRoles, type InstalledRole } from '../../policy/installed';
import { sessionSeconds } from '../../policy/scope';
import type { RoleName } from '../../names/role-names';
import { printable } from '../../text/printable';
import { shortList } from '../../text/short-list';
import { compareAccount } from '../compare-account';
import type { Comparison, SelfUpdate } from '../difference';
import { documentDifference, grantInWords } from '../grants';
import type { Document, ObservedAccount, ObservedRole } from '../observed';
import type { RoleAdoption } from './adopt-report';
import type { EarlierState } from './earlier-state';
import { rightsOfRole } from './rights';
import { foreignOwner, letsAllIn } from './role-owner';
import type { StackOfRoles } from './stack-of-roles';

/** What was found in an account, and what the user says of it. */
export interface Findings {
  readonly observed: ObservedAccount;
  /** Documents of managed policies that are not the account's own, by ARN. */
  readonly documents: Readonly<Record<string, Document>>;
  readonly inputs: Configuration;
  readonly stacks: readonly StackOfRoles[];
  /** Name or ARN of the stack that the user names. */
  readonly stack?: string | undefined;
  readonly state?: EarlierState | undefined;
  /** Roles that the user names, whoever they seem to belong to. */
  readonly named: readonly RoleName[];
  /** Whether the StackSet has let go of the account's stack. */
  readonly released: boolean;
}

/** What becomes of the roles of an account. */
export interface Adoption {
  readonly roles: readonly RoleAdoption[];
  /** Why nothing may be changed. */
  readonly refusals: readonly string[];
  readonly comparison: Comparison;
  /** Inline policies that Terraform leaves alone and that reach beyond the permissions boundary. */
  readonly leftInline: readonly { readonly role: RoleName; readonly policy: string }[];
  /** Policies of another owner, of roles that may keep out whom ours let in: they go before the trust policy changes. */
  readonly firstOff: readonly OwnersPolicies[];
}

/** Policies of a role that are not ours. */
export interface OwnersPolicies {
  readonly role: RoleName;
  /** Names. */
  readonly inline: readonly string[];
  /** ARNs. */
  readonly attached: readonly string[];
}

/** Says what taking over the roles of an account changes, and why it may not be done. Changes nothing. */
export function planAdoption(findings: Findings): Adoption {
  const { observed, inputs, stacks, state } = findings;
  const expected = installedRoles({ partition: observed.partition, accountId: observed.id }, inputs);
  // What comes is Terraform's form, whatever form is there.
  const { differences, selfUpdates: updates } = compareAccount(observed, inputs, 'terraform');
  // A stack has a managed policy of ours inline, under the same name.
  const isManaged = ({ role, policy }: SelfUpdate): boolean =>
    expected.some(({ name, policies }) => name === role && policies.some((one) => one.name === policy));
  const comparison = { differences, selfUpdates: updates.filter((one) => !isManaged(one)) };
  const leftInline = [
    ...differences.flatMap(({ kind, role, subject: policy = '' }) =>
      kind === 'update_beyond' ? [{ role, policy }] : [],
    ),
    ...updates.filter(isManaged).map(({ role, policy }) => ({ role, policy })),
  ];
  const pairs = expected.flatMap((role) => {
    const found = observed.roles.find(({ name }) => name === role.name);
    return found === undefined ? [] : [[role, found] as const];
  });
  const firstOff = pairs.flatMap(([role, found]) => ownersPolicies(role, found, findings));
  return {
    roles: pairs.map(([role, found]) => roleAdoption(role, found, findings, { ...comparison, firstOff })),
    refusals: [
      ...comparison.differences.flatMap(({ kind, role }) =>
        kind === 'role_left'
          ? [
              `${role} is there, but is not to be installed: ${inputs.roles.length === 0 ? 'the account is being removed' : 'add it to roles, or delete it yourself'}`,
            ]
          : [],
      ),
      ...pairs.flatMap(([role, found]) => refusals(role, found, findings)),
      ...stacks.flatMap((stack) => stackRefusals(stack, findings)),
      ...(state?.roles ?? []).flatMap(({ address, role, accountId }) =>
        accountId === observed.id
          ? []
          : [`the state holds ${role} of account ${accountId}, not of ${observed.id} (${address})`],
      ),
    ],
    comparison,
    leftInline,
    firstOff,
  };
}

/** Whoever is let in by our trust policy would have the rights of the other owner until Terraform takes them away, or fails to. */
function ownersPolicies(
  { name, trust: ours, policies, foreignPolicyArns }: InstalledRole,
  { trust, inline, attached }: ObservedRole,
  { observed, inputs }: Findings,
): OwnersPolicies[] {
  if (letsAllIn(name, trust, ours, inputs, observed.id)) return [];
  const isOurs = (document: Document | undefined, key: string): boolean =>
    document !== undefined &&
    policies.some(
      (one) => (one.arn ?? one.name) === key && documentDifference(one.document, document) === undefined,
    );
  const theirs = {
    role: name,
    inline: Object.entries(inline).flatMap(([policy, document]) =>
      isOurs(document, policy) ? [] : [policy],
    ),
    attached: attached.filter(
      (arn) => !foreignPolicyArns.includes(arn) && !isOurs(observed.policies[arn], arn),
    ),
  };
  return theirs.inline.length + theirs.attached.length > 0 ? [theirs] : [];
}

function refusals(expected: InstalledRole, found: ObservedRole, findings: Findings): string[] {
  const { observed, inputs, named } = findings;
  const { name } = expected;
  const owner = foreignOwner(name, found.trust, inputs, observed.id);
  return [
    ...(found.path === '/'
      ? []
      : [
          `${name} has the path ${found.path}, and Octo looks for it at /: a role's path never changes, so it would be replaced. Delete or replace it yourself`,
        ]),
    ...(owner === undefined || named.includes(name)
      ? []
      : [
          `${name} ${owner}, so it may be somebody else's: check it, and name it with --take ${name} if it is Octo's`,
        ]),
    ...(found.boundary === undefined || found.boundary === expected.boundary?.arn
      ? []
      : [
          `${name} has the permissions boundary ${found.boundary}, which would be taken away: set permissions_boundary_arn to it, or take it off yourself if it is of no use`,
        ]),
  ];
}

function stackRefusals(
  { name, id, region, strange, stackSet, problems }: StackOfRoles,
  { observed, released, stack: named }: Findings,
): string[] {
  if (problems.length > 0) return [...problems];
  if (strange.length > 0 && named !== name && named !== id) {
    return [
      `the stack ${name} holds more than Octo's roles and their policies, and would be deleted: ${shortList(strange, NAMED)}. They would stay without a stack: take the roles out of its template instead, or, if that is meant, name the stack with --stack ${name}`,
    ];
  }
  if (stackSet === undefined || released) return [];
  const common = `aws cloudformation delete-stack-instances --stack-set-name ${stackSet} --regions ${region} --retain-stacks`;
  return [
    `the stack ${name} is an instance of the StackSet ${stackSet}, which has to let go of it first. In the management account, for service-managed permissions: ${common} --deployment-targets OrganizationalUnitIds=OU,Accounts=${observed.id},AccountFilterType=INTERSECTION; for self-managed ones: ${common} --accounts ${observed.id}. Then run this again with --released`,
  ];
}

/** The most resources of a stack that a message names. */
const NAMED = 8;

function roleAdoption(
  expected: InstalledRole,
  found: ObservedRole,
  findings: Findings,
  { selfUpdates, firstOff }: Pick<Comparison, 'selfUpdates'> & Pick<Adoption, 'firstOff'>,
): RoleAdoption {
  const { observed, documents, inputs, stacks, state } = findings;
  const { name, policies, foreignPolicyArns } = expected;
  const known = { ...documents, ...observed.policies };
  const kept = selfUpdates.filter(({ role }) => role === name).map(({ policy }) => policy);
  const inline = policies.flatMap((policy) => (policy.arn === undefined ? [policy.name] : []));
  const attached = new Set([...foreignPolicyArns, ...policies.map(({ arn }) => arn)]);
  const ofArns = (arns: readonly string[]): Document[] => arns.flatMap((arn) => known[arn] ?? []);
  const rights = rightsOfRole(
    [...Object.values(found.inline), ...ofArns(found.attached)],
    [
      ...policies.map(({ document }) => document),
      ...ofArns(foreignPolicyArns),
      ...kept.flatMap((policy) => found.inline[policy] ?? []),
    ],
  );
  const isInStack = stacks.some(({ roles }) => roles.includes(name));
  const isInState = state?.roles.some(({ role }) => role === name) === true;
  return {
    role: name,
    ...(found.roleId !== undefined && { role_id: found.roleId }),
    origin: isInStack ? 'stack' : isInState ? 'terraform' : 'none',
    ...rights,
    changes: [
      ...firstOff
        .filter(({ role }) => role === name)
        .map((one) =>
          printable(
            `does not surely let in everybody yet whom our trust policy lets in: before that changes, its owner's policies are taken off: ${[...one.inline, ...one.attached].join(', ')}`,
          ),
        ),
      ...trustChange(expected, found),
      ...sessionChange(expected, found, inputs),
      ...boundaryChange(expected, found),
      ...tagChanges(expected, found, inputs),
    ],
    removes: [
      ...found.attached.filter((arn) => !attached.has(arn)),
      ...Object.keys(found.inline).filter((policy) => !inline.includes(policy) && !kept.includes(policy)),
    ].map(printable),
  };
}

function trustChange({ trust }: InstalledRole, { trust: before }: ObservedRole): string[] {
  const difference = documentDifference(trust, before);
  if (difference === undefined) return [];
  const { more: gone, fewer: come } = difference;
  return [
    'its trust policy changes at once, from one whole document to the other',
    ...gone.map((grant) => `its trust policy no longer has ${grantInWords(grant)}`),
    ...come.map((grant) => `its trust policy now has ${grantInWords(grant)}`),
  ];
}

function sessionChange(
  { name }: InstalledRole,
  { maxSessionDuration: before }: ObservedRole,
  inputs: Configuration,
): string[] {
  const seconds = sessionSeconds(ROLES[name], inputs);
  if (before === undefined || before === seconds) return [];
  return [`sessions last at most ${seconds} seconds, ${before} before`];
}

function tagChanges({ name }: InstalledRole, { tags }: ObservedRole, inputs: Configuration): string[] {
  const wanted = mergedTags(inputs.tags, inputs.roleTags[name] ?? {});
  // AWS's own tags, like those of a stack, are for nobody to change.
  const gone = Object.keys(tags).filter((key) => !(key in wanted) && !key.startsWith('aws:'));
  return [
    ...gone.map((key) => `loses the tag ${key}, which is "${tags[key]}"`),
    ...Object.entries(wanted).flatMap(([key, value]) => {
      if (tags[key] === value) return [];
      return [
        tags[key] === undefined
          ? `gets the tag ${key} = "${value}"`
          : `its tag ${key} becomes "${value}", "${tags[key]}" before`,
      ];
    }),
  ].map(printable);
}

function boundaryChange({ boundary }: InstalledRole, { boundary: before }: ObservedRole): string[] {
  if (boundary === undefined) return [];
  return [
    before === boundary.arn
      ? `keeps the permissions boundary ${boundary.arn}`
      : `gets the permissions boundary ${boundary.arn}, before any policy changes`,
  ];
}
