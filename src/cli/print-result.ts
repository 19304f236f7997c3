/** Prints what a command found: as the one JSON object of `--json`, or in words. */
export function printResult<Result>(
  result: Result,
  { json }: { readonly json?: boolean },
  inWords: (result: Result) => string,
): void {
  console.log(json ? JSON.stringify(result, null, 2) : inWords(result));
}

/** Tells on standard error what is being done: standard output is the result's. */
export function tellProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}
