import { markdownTable } from '../../src/text/markdown';
import { isGood, type Results, type RowResult } from './results';

/** Names of the files that `files()` makes, beside each other. */
export const NAMES = { page: 'versions.md', results: 'versions.json' } as const;

/** The results as a page and its data, by name. */
export function files(results: Results): Map<string, string> {
  return new Map([
    [NAMES.page, page(results)],
    [NAMES.results, `${JSON.stringify(results, null, 2)}\n`],
  ]);
}

/** The table: tool, version, what was run, when. */
export function table({ rows }: Results): string {
  return markdownTable(
    ['tool', 'version', 'what was run', 'when, where', 'result'],
    rows.map((row) => [row.tool, row.version, whatOf(row), `${row.day}, ${row.platform}`, resultOf(row)]),
  );
}

function whatOf({ checks }: RowResult): string {
  return checks.length === 0 ? 'nothing' : checks.map(({ what }) => what).join('; ');
}

function resultOf(row: RowResult): string {
  if (row.missing !== undefined) return `not run: ${row.missing}`;
  const failed = row.checks.filter(({ failure }) => failure !== undefined);
  return isGood(row) ? 'passed' : `failed: ${failed.map(({ what }) => what).join('; ')}`;
}

function providersOf({ rows }: Results): string {
  return [...new Set(rows.flatMap(({ provider }) => provider ?? []))].join(' and ');
}

function page(results: Results): string {
  return `# Versions that were run

Written by \`npm run test:versions -- --write docs\` from [${NAMES.results}](${NAMES.results}). All that calls AWS ran on an
emulator of AWS, with the real AWS provider ${providersOf(results)}. Other versions of the provider that are admitted were not run.

${table(results)}

Which versions are admitted stands in [the requirements](../README.md#requirements). A version between two of the table was not run, but nothing is
known that breaks there.

- **Node.js 20** has reached its end of life. It stays admitted as long as what we depend on runs there. The AWS SDK, which \`octo-access accounts
  --organizations\`, \`verify\` and the other commands that call AWS load, is no longer made for it from January 2027 on; then it goes, with a line in the changelog. On a new machine take Node.js 24. \`npm ci\` on Node.js 20 warns of packages that want
  a newer one (\`EBADENGINE\`): they run there all the same.
- **Terraform 1.5** is the oldest that the module takes. 1.5.7 is its last release. State in S3, and a
  project of HCP Terraform, need a newer one: [where the state is kept](getting-started.md#where-the-state-is-kept).
- **OpenTofu 1.11** is the oldest that takes the example with \`for_each\` over accounts. For the rest, any OpenTofu from 1.6 on is admitted.
- **TypeScript** compiles the constructs and the types of the package. Programs in JavaScript need none.
`;
}
