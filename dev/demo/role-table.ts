import type { RoleFacts } from './role-facts';

const HEADINGS = ['Role', 'Who may assume it', 'Policies', 'Boundary', 'Session'] as const;
const GAP = '  ';
const BETWEEN_WORDS = / /;
const INSIDE_NAMES = / |(?<=-)|(?<=[a-z])(?=[A-Z])/;
/** Where the text of each column may be broken into lines: nowhere in role names and sessions. */
const BREAKS: readonly (RegExp | undefined)[] = [
  undefined,
  BETWEEN_WORDS,
  INSIDE_NAMES,
  INSIDE_NAMES,
  undefined,
];

/** The roles as a table of at most `width` characters per line; if that is too narrow, as one block per role. */
export function renderRoles(roles: readonly RoleFacts[], width: number): string {
  const rows = roles.map(cellsOf);
  const widths = fitColumns([[...HEADINGS.map((heading) => [heading])], ...rows], width);
  return widths === undefined ? renderBlocks(rows, width) : renderTable(rows, widths);
}

/** Each cell is a list of items; an item starts on a line of its own. */
type Cell = readonly string[];

function cellsOf(role: RoleFacts): Cell[] {
  const inline = role.inlinePolicies.map((name) => `${name} (inline)`);
  const policies = [...role.managedPolicies, ...inline];
  return [
    [role.name],
    role.assumedBy.split(/(?<=;) /),
    policies.length === 0 ? ['none'] : policies,
    [role.boundary ?? 'none'],
    [`${role.sessionHours} h`],
  ];
}

/** Column widths: the widest flexible column is narrowed until all fit; `undefined` if they cannot fit. */
function fitColumns(rows: readonly (readonly Cell[])[], width: number): number[] | undefined {
  const columns = HEADINGS.map((_, column) => rows.flatMap((row) => row[column] ?? []));
  const narrowest = columns.map((items, column) => longest(items.flatMap((item) => pieces(item, column))));
  const widths = columns.map(longest);
  const slack = (column: number): number => (widths[column] ?? 0) - (narrowest[column] ?? 0);
  for (let excess = sum(widths) + GAP.length * (widths.length - 1) - width; excess > 0; excess--) {
    const givesWay = [...widths.keys()].filter((column) => slack(column) > 0);
    if (givesWay.length === 0) return undefined;
    const widest = givesWay.reduce((one, other) => ((widths[other] ?? 0) > (widths[one] ?? 0) ? other : one));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function longest(items: readonly string[]): number {
  return Math.max(...items.map((item) => item.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function renderTable(rows: readonly Cell[][], widths: readonly number[]): string {
  const heading = renderRow(
    HEADINGS.map((text) => [text]),
    widths,
  );
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  const blocks = rows.map((row) => renderRow(row, widths).join('\n'));
  return [...heading, rule, blocks.join('\n\n')].join('\n');
}

function renderRow(row: readonly Cell[], widths: readonly number[]): string[] {
  const columns = row.map((cell, column) => cell.flatMap((item) => wrap(item, widths[column] ?? 0, column)));
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((lines, column) => (lines[line] ?? '').padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function renderBlocks(rows: readonly Cell[][], width: number): string {
  const label = Math.max(...HEADINGS.map((heading) => heading.length)) + 2 * GAP.length;
  return rows
    .map(([name, ...cells]) => {
      const facts = cells.flatMap((cell, index) =>
        cell
          .flatMap((item) => wrap(item, width - label, index + 1))
          .map((line, number) => {
            const heading = number === 0 ? `${GAP}${HEADINGS[index + 1]}` : '';
            return heading.padEnd(label) + line;
          }),
      );
      return [...(name ?? []), ...facts].join('\n');
    })
    .join('\n\n');
}

/** What must stay on one line. */
function pieces(text: string, column: number): string[] {
  const breaks = BREAKS[column];
  return breaks === undefined ? [text] : text.split(breaks);
}

/** Breaks between words, and inside a name that is too long for a line. */
function wrap(text: string, width: number, column: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(...breakName(word, width, column));
    }
  }
  return lines;
}

function breakName(name: string, width: number, column: number): string[] {
  const lines = [''];
  for (const piece of pieces(name, column)) {
    const last = lines.at(-1) ?? '';
    if (last === '' || last.length + piece.length <= width) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines;
}
