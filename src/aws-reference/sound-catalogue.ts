import { ErrorInWords } from '../names/error-in-words';
import { Analysis } from '../analysis/analysis';
import type { AwsReference } from '../analysis/aws-reference';
import { requireSoundCatalogue } from '../analysis/catalogue-problems';
import { awsReference } from './read-reference';

/** Rows of the catalogue that AWS would refuse or misunderstand, in words for whoever wrote them. */
export class CatalogueError extends ErrorInWords {
  constructor(message: string) {
    super(message);
    this.name = 'CatalogueError';
  }
}

/**
 * For commands that write what the roles are, before they write.
 *
 * @param reference what AWS documents; without it, as of the package that is installed
 * @returns what it was held against
 * @throws CatalogueError that names each wrong row
 */
export async function requireSoundRows(reference?: AwsReference): Promise<Analysis> {
  const analysis = new Analysis(reference ?? (await awsReference()));
  try {
    requireSoundCatalogue(analysis);
    return analysis;
  } catch (error) {
    throw new CatalogueError((error as Error).message);
  }
}
