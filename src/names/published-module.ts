import { RELEASES } from './release';

/** Folder of the published module. */
export const MODULE_FOLDER = 'modules/octo-access';

/** The module of a release, as Terraform's `source` takes it; undefined if releases are not published. */
export function releasedModule(version: string, releases = RELEASES): string | undefined {
  return releases === '' ? undefined : `git::${releases}//${MODULE_FOLDER}?ref=v${version}`;
}
