import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** A place in the user's cache folder, outside the checkout: all checkouts share it. */
export function userCache(...names: readonly string[]): string {
  const chosen = process.env['XDG_CACHE_HOME'] ?? '';
  const caches = isAbsolute(chosen) ? chosen : join(homedir(), '.cache');
  return join(caches, 'octo-access', ...names);
}
