/** A Markdown table, with padded columns so that its source is readable too. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replace(/\|/g, '\\|')));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head, ...body] = cells as [string[], ...string[][]];
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  );
}

/** Text with the part between `<!-- name:begin -->` and `<!-- name:end -->` replaced. Throws if the markers are missing. */
export function withSection(text: string, name: string, content: string): string {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`markers ${begin} and ${end} are missing`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** Like `withSection`, but only for markers below the heading `## title`. */
export function withSectionOf(text: string, title: string, name: string, content: string): string {
  const parts = text.split(/^(?=## )/m);
  const index = parts.findIndex((part) => part.split('\n', 1)[0]?.trimEnd() === `## ${title}`);
  if (index < 0) throw new Error(`heading "## ${title}" is missing`);
  return parts.map((part, at) => (at === index ? withSection(part, name, content) : part)).join('');
}
