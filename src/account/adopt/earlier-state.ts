import { z } from 'zod';
import { ROLES } from '../../catalogue/roles';
import { AttentionError } from '../../names/error-in-words';
import { ROLE_NAMES, type RoleName } from '../../names/role-names';
import { parsedJson } from '../../text/parsed-json';

/** Nothing can be adopted, in words for the user; nothing was changed. */
export class AdoptError extends AttentionError {}

/** A role of Octo's in the state of another configuration. */
export interface StateRole {
  readonly role: RoleName;
  /** Like `module.octo.aws_iam_role.octo_ssm_updater_role`. */
  readonly address: string;
  /** 12 digits. */
  readonly accountId: string;
}

/** What the state of another configuration says of Octo's roles. */
export interface EarlierState {
  readonly roles: readonly StateRole[];
  /** Addresses of what it has in and on Octo's roles: inline policies, attachments, exclusive lists, policies of ours. Destroying it would take rights off them. */
  readonly parts: readonly string[];
  /** How many other resources it holds, which it goes on to manage. */
  readonly others: number;
}

const stateShape = z.looseObject({
  version: z.literal(4, 'the version 4, which Terraform 0.12 and later and OpenTofu write'),
  resources: z.array(
    z.looseObject({
      module: z.string().optional(),
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.looseObject({
          index_key: z.union([z.string(), z.number()]).optional(),
          attributes: z.record(z.string(), z.unknown()).nullish(),
        }),
      ),
    }),
  ),
});

type Resource = z.infer<typeof stateShape>['resources'][number];

/**
 * Finds Octo's roles in a state, by their names: addresses may be any.
 *
 * @param name of the file, for messages
 * @throws AdoptError if the text is no whole state, or holds none of the roles
 */
export function earlierState(text: string, name: string): EarlierState {
  const parsed = parsedJson(text);
  const { data, error } = stateShape.safeParse(parsed);
  if (data === undefined) {
    const [issue] = error.issues;
    const where = issue?.path.length ? ` (${issue.path.join('.')}: ${issue.message})` : '';
    const what = parsed === undefined ? 'it is not JSON, or it is cut off' : `it is something else${where}`;
    throw new AdoptError(
      `--state must name a Terraform state, as terraform state pull > FILE writes it, got "${name}": ${what}`,
    );
  }
  const managed = data.resources.filter(({ mode }) => mode === 'managed');
  const roles = managed.flatMap(rolesOf);
  if (roles.length === 0) {
    throw new AdoptError(
      `"${name}" holds none of ${ROLE_NAMES.join(', ')}: pull the state of the configuration that made them, or leave --state out`,
    );
  }
  const parts = managed.flatMap(partsOf);
  const all = managed.reduce((sum, { instances }) => sum + instances.length, 0);
  return { roles, parts, others: all - roles.length - parts.length };
}

function rolesOf(resource: Resource): StateRole[] {
  if (resource.type !== 'aws_iam_role') return [];
  return resource.instances.flatMap((instance) => {
    const { attributes } = instance;
    const role = ROLE_NAMES.find((one) => one === attributes?.['name']);
    if (role === undefined) return [];
    const accountId = String(attributes?.['arn']).split(':')[4] ?? '';
    return [{ role, address: addressOf(resource, instance), accountId }];
  });
}

/** Where each kind of resource names the role, or the roles, that it is a part of. */
const ROLE_OF: Readonly<Record<string, string>> = {
  aws_iam_role_policy: 'role',
  aws_iam_role_policies_exclusive: 'role_name',
  aws_iam_role_policy_attachment: 'role',
  aws_iam_role_policy_attachments_exclusive: 'role_name',
  aws_iam_policy_attachment: 'roles',
};

function partsOf(resource: Resource): string[] {
  const isPart = (attributes: Attributes): boolean => {
    // The policies of another installation of ours have the same ARNs, and are imported with the roles.
    if (resource.type === 'aws_iam_policy') return isOurPolicy(String(attributes['name']));
    const attribute = ROLE_OF[resource.type];
    const named = attribute === undefined ? [] : [attributes[attribute]].flat();
    return named.some((role) => ROLE_NAMES.some((one) => one === role));
  };
  return resource.instances.flatMap((instance) =>
    isPart(instance.attributes ?? {}) ? [addressOf(resource, instance)] : [],
  );
}

type Attributes = Readonly<Record<string, unknown>>;

/** Whether a managed policy has the name of one of ours: a boundary, or a numbered part of what a role may do. */
function isOurPolicy(name: string): boolean {
  return Object.values(ROLES).some(
    ({ storage, boundary }) =>
      name === boundary?.policyName ||
      (storage.kind === 'managed' && /^(.*?)\d+$/.exec(name)?.[1] === storage.policyName),
  );
}

function addressOf(
  { module, type, name }: Resource,
  { index_key: key }: Resource['instances'][number],
): string {
  const index = key === undefined ? '' : `[${JSON.stringify(key)}]`;
  return [module, type, `${name}${index}`].filter(Boolean).join('.');
}
