import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { didYouMean } from '../text/did-you-mean';
import { AwsError } from './aws-error';

/**
 * Refuses a profile that is in none of the files of the AWS CLI. The SDK passes over such a name: it says only that there are no
 * credentials or, on a machine of EC2 or in a container, takes those of the machine.
 *
 * @param named in the fleet file. @default - AWS_PROFILE counts, if it is set
 * @throws AwsError naming the files and, if one is near, the profile that was probably meant
 */
export function checkProfile(named?: string): void {
  const profile = named ?? process.env['AWS_PROFILE'];
  // A profile of that name needs no section.
  if (!profile || profile === 'default') return;
  const files = [fileOf('AWS_CONFIG_FILE', 'config'), fileOf('AWS_SHARED_CREDENTIALS_FILE', 'credentials')];
  const known = files.flatMap(profilesOf);
  if (known.includes(profile)) return;
  const near = didYouMean(profile, known);
  const remedy = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  throw new AwsError(
    `${named === undefined ? 'AWS_PROFILE' : 'profile'} must name a profile of the AWS CLI, got ${JSON.stringify(profile)}, which is neither in ${files.join(' nor in ')}${remedy}`,
  );
}

function fileOf(variable: string, name: string): string {
  const file = process.env[variable] ?? '';
  return file === '' ? join(homedir(), '.aws', name) : file;
}

function profilesOf(file: string): string[] {
  try {
    // The prefix is only in the config file, and quotes only around names with spaces.
    return [
      ...readFileSync(file, 'utf8').matchAll(/^[ \t]*\[[ \t]*(?:profile[ \t]+)?(["']?)(.+?)\1[ \t]*\]/gm),
    ].map(([, , name = '']) => name);
  } catch {
    return [];
  }
}
