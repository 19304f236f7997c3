import type { PermissionReport } from '../shape/report-shape';

/** The report as JSON text, one action per line, so that a diff of rights is a diff of lines. */
export function jsonReport(report: PermissionReport): string {
  return `${print(report, '')}\n`;
}

const LINE = 110;

function print(value: unknown, indent: string): string {
  const compact = JSON.stringify(value);
  const inner = `${indent}  `;
  if (typeof value !== 'object' || value === null || isRecord(value)) return compact;
  if (compact.length + indent.length <= LINE) return compact;
  if (Array.isArray(value))
    return `[\n${value.map((item) => inner + print(item, inner)).join(',\n')}\n${indent}]`;
  const lines = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => `${inner}${JSON.stringify(key)}: ${print(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** An object about one action is on one line, however long. */
function isRecord(value: object): boolean {
  return 'action' in value;
}
