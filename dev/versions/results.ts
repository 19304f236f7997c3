/** What a row of the matrix came to. */
export interface RowResult {
  /** As in `node-22`. */
  readonly id: string;
  readonly tool: string;
  /** In full, as in `22.23.3`; what was asked for if the tool is missing. */
  readonly version: string;
  /** The day, as in `2026-11-27`. */
  readonly day: string;
  /** As in `linux-x64`. */
  readonly platform: string;
  /** Version of the AWS provider that ran. @default - the tool was missing */
  readonly provider?: string;
  /** Why nothing was run. @default - the tool was there */
  readonly missing?: string;
  readonly checks: readonly CheckResult[];
}

/** One thing that was run. */
export interface CheckResult {
  /** In Markdown. */
  readonly what: string;
  readonly seconds: number;
  /** What went wrong. @default - nothing */
  readonly failure?: string;
}

/** What `npm run test:versions` found out. */
export interface Results {
  readonly rows: readonly RowResult[];
}

/** Whether all that a row runs was run and went well. */
export function isGood({ missing, checks }: RowResult): boolean {
  return missing === undefined && checks.every(({ failure }) => failure === undefined);
}

/** Earlier results with those rows replaced that were run now, in the order of the matrix; rows that it dropped are left out. */
export function merge(earlier: Results, now: Results, order: readonly string[]): Results {
  const rows = new Map([...earlier.rows, ...now.rows].map((row) => [row.id, row]));
  return { rows: order.flatMap((id) => rows.get(id) ?? []) };
}
