import type { IAMClient } from '@aws-sdk/client-iam';
import { ROLE_NAMES, type RoleName } from '../names/role-names';
import { roleNamed } from './observe-account';

/** Which of the five roles an account has. It takes no right but iam:GetRole. */
export async function rolesThere(iam: IAMClient): Promise<RoleName[]> {
  const there: RoleName[] = [];
  for (const name of ROLE_NAMES) if ((await roleNamed(iam, name)) !== undefined) there.push(name);
  return there;
}
