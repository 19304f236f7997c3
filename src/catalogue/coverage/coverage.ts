import { ACCT_ACCESS_COVERAGE } from './acct-access-coverage';
import { CHANGE_COVERAGE } from './change-roles-coverage';
import { SEARCHER_COVERAGE } from './recommendation-searcher-coverage';
import type { Coverage } from './coverage-line';

/**
 * The calls that each capability needs, for every line of the specification except that of the executor, an administrator.
 * It complements the rows: they say what is allowed, this says why.
 */
export const COVERAGE: readonly Coverage[] = [
  ...SEARCHER_COVERAGE,
  ...CHANGE_COVERAGE,
  ...ACCT_ACCESS_COVERAGE,
];
