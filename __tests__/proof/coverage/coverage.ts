import { ACCT_ACCESS_COVERAGE } from './acct-access-coverage';
import { CHANGE_COVERAGE } from './change-roles-coverage';
import { SEARCHER_COVERAGE } from './recommendation-searcher-coverage';
import type { Coverage } from './coverage-line';

/**
 * Which capability takes which calls, for every line of the specification; the executor's one line, an
 * administrator, aside. It is the other direction of the rows: they say what is allowed, this says what it is for.
 */
export const COVERAGE: readonly Coverage[] = [
  ...SEARCHER_COVERAGE,
  ...CHANGE_COVERAGE,
  ...ACCT_ACCESS_COVERAGE,
];
