import type { Written } from '../generate/output-schemas';
import { printResult } from './command-end';

/** Prints which generated files changed. */
export function printWritten(changed: readonly string[], options: { readonly json?: boolean }): void {
  const written: Written = { changed };
  printResult(written, options, () => (changed.length > 0 ? `written: ${changed.join(', ')}` : 'up to date'));
}
