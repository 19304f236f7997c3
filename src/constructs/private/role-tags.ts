import { Token, type IResolvable } from 'cdktf';
import type { RoleName } from '../../names/role-names';
import { call, Expression } from './expression';
import type { Configuration } from '../../inputs/inputs';
import { mergedTags, type Tags } from '../../inputs/merged-tags';

/**
 * Tags of a role: those for all roles, overridden by its own. To IAM, keys that differ only in case are the
 * same key, and it refuses both together.
 */
export function tagsOfRole(
  { tags, roleTags }: Configuration<IResolvable>,
  role: RoleName,
): Record<string, string> | undefined {
  const own = Token.isUnresolved(roleTags)
    ? call('lookup', roleTags, role, {})
    : ((roleTags as Configuration['roleTags'])[role] ?? {});
  if (isEmpty(own)) return given(tags);
  if (isEmpty(tags)) return given(own);
  if (Token.isUnresolved(own) || Token.isUnresolved(tags)) return given(merged(tags, own));
  return mergedTags(tags as Tags, own as Tags);
}

/** Tags for a resource: undefined if there are none, so that nothing is planned. */
export function given(tags: unknown): Record<string, string> | undefined {
  if (isEmpty(tags)) return undefined;
  return (tags instanceof Expression ? Token.asStringMap(tags) : tags) as Record<string, string>;
}

function merged(tags: unknown, own: unknown): Expression {
  const others = new Expression((hcl) => {
    const ownKeys = `[for own in keys(${hcl(own)}) : lower(own)]`;
    return `{ for key, value in ${hcl(tags)} : key => value if !contains(${ownKeys}, lower(key)) }`;
  });
  return call('merge', others, own);
}

function isEmpty(tags: unknown): boolean {
  return !Token.isUnresolved(tags) && Object.keys(tags as object).length === 0;
}
