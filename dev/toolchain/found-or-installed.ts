import type { Search } from '../../src/process/find-program';

/**
 * Searches for a tool, and once more after it was installed where it is missing.
 *
 * @param isChosen whether somebody said which to take: then none is installed
 * @param install comes back with what went wrong, undefined if all went well
 */
export async function foundOrInstalled<T>(
  find: () => Search<T>,
  isChosen: boolean,
  install: () => Promise<string | undefined>,
): Promise<Search<T>> {
  const search = find();
  if (search.problem === undefined || isChosen) return search;
  const failure = await install();
  if (failure === undefined) return find();
  return { problem: { ...search.problem, tried: [...search.problem.tried, failure] } };
}
