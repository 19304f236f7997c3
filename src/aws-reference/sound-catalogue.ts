import { ErrorInWords } from '../names/error-in-words';
import { Analysis } from '../analysis/analysis';
import type { AwsReference } from '../analysis/aws-reference';
import { requireSoundCatalogue } from '../analysis/catalogue-problems';
import { awsReference } from './read-reference';

/** Rows of the catalogue that AWS would refuse or misunderstand, in words for their author. */
export class CatalogueError extends ErrorInWords {
  constructor(message: string) {
    super(message);
    this.name = 'CatalogueError';
  }
}

/**
 * Checks the catalogue before a command writes files from it.
 *
 * @param reference what AWS documents; the installed package by default
 * @returns the analysis that it was checked with
 * @throws CatalogueError naming each wrong row
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
