import { printableJson, printableLines } from '../text/printable';

/** Prints a command's result: as one JSON object with `--json`, else in words. */
export function printResult<Result>(
  result: Result,
  { json }: { readonly json?: boolean },
  inWords: (result: Result) => string,
): void {
  console.log(json ? printableJson(result) : printableLines(inWords(result)));
}

/** Reports progress on standard error: standard output holds only the result. */
export function tellProgress(line: string): void {
  process.stderr.write(`${printableLines(line)}\n`);
}
