import { printable } from '../text/printable';

/** Prints a command's result: as one JSON object with `--json`, else in words. */
export function printResult<Result>(
  result: Result,
  { json }: { readonly json?: boolean },
  inWords: (result: Result) => string,
): void {
  console.log(json ? JSON.stringify(result, null, 2) : printableLines(inWords(result)));
}

/** Reports progress on standard error: standard output holds only the result. */
export function tellProgress(line: string): void {
  process.stderr.write(`${printableLines(line)}\n`);
}

/** Texts of AWS, of Octo and of other people's files may hold characters that control a terminal. */
function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
