/** A line of the matrix: an account and its cells. */
export interface MatrixRow {
  readonly account: string;
  readonly name: string;
  /** By column. @default - the account was not read */
  readonly cells?: Readonly<Record<string, boolean>>;
  /** Shown behind the cells. @default - none */
  readonly remark?: string;
}

const YES = '✓';
const NO = '–';

/** Accounts by roles as a table. */
export function renderMatrix(columns: readonly string[], rows: readonly MatrixRow[]): string {
  const accounts = Math.max(...rows.map(({ account }) => account.length));
  const names = Math.max(...rows.map(({ name }) => name.length));
  const line = (account: string, name: string, cells: readonly string[], remark = ''): string =>
    [account.padEnd(accounts), name.padEnd(names), ...cells, remark].join('  ').trimEnd();
  return [
    line('', '', columns),
    ...rows.map(({ account, name, cells, remark }) => {
      const marks = columns.map((column) => (cells === undefined ? '' : cells[column] ? YES : NO));
      const padded = marks.map((mark, index) => mark.padEnd(columns[index]?.length ?? 0));
      return line(account, name, padded, remark);
    }),
  ].join('\n');
}
