import type { RoleSpec } from '../../catalogue/role-spec';
import { EXAMPLE, LONGEST_ACCOUNT } from '../../inputs/samples';
import { defaults } from '../../inputs/inputs';
import { installedRoles, type InstalledRole } from '../../policy/installed';
import {
  documentSize,
  INLINE_POLICIES_LIMIT,
  MANAGED_POLICY_LIMIT,
  TRUST_POLICY_LIMIT,
} from '../../policy/iam-limits';
import type { Size } from '../shape/role-shape';
import { nameOf } from '../words';

const EXTERNAL_ID_LENGTH = 36;

/** The conditions under which the sizes are measured, for people. */
export const SIZES_ARE_OF = `as Terraform installs them in ${LONGEST_ACCOUNT.partition}, the partition with the longest name, with an external id of ${EXTERNAL_ID_LENGTH} characters`;

/** Sizes of a role's documents, with values as long as real ones. */
export function sizesOf(role: RoleSpec): Size[] {
  const [installed] = installedRoles(LONGEST_ACCOUNT, {
    ...defaults(),
    principal: EXAMPLE.principal,
    externalId: 'x'.repeat(EXTERNAL_ID_LENGTH),
  }).filter(({ name }) => name === role.name);
  if (!installed) throw new Error(`${role.name} is not installed by default`);
  const { trust, boundary } = installed;
  return [
    {
      document: 'trust policy',
      kind: 'trust policy',
      characters: documentSize(trust),
      limit: TRUST_POLICY_LIMIT,
    },
    ...policySizes(role, installed),
    ...(boundary?.document
      ? [
          {
            document: nameOf(boundary.arn),
            kind: 'boundary' as const,
            characters: documentSize(boundary.document),
            limit: MANAGED_POLICY_LIMIT,
          },
        ]
      : []),
  ];
}

function policySizes({ storage }: RoleSpec, { policies }: InstalledRole): Size[] {
  const isInline = storage.kind === 'inline';
  return policies.map(({ name, document }) => ({
    document: name,
    kind: isInline ? 'inline policies' : 'managed policy',
    characters: documentSize(document),
    limit: isInline ? INLINE_POLICIES_LIMIT : MANAGED_POLICY_LIMIT,
  }));
}
