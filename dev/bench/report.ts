import type { CallCount } from '../emulator/proxy';

/** One line of the report. */
export interface Measurement {
  readonly name: string;
  /** Absent where it could not be measured. */
  readonly value?: number;
  readonly unit: 'calls' | 's' | 'kB' | 'MB' | 'times' | 'accounts';
  /** The most that it may be. @default - no budget, for information */
  readonly budget?: number;
  /** How it came about, or why it was not measured. */
  readonly detail?: string;
  /** The single ratios of a comparison, in order. */
  readonly samples?: readonly number[];
  /** The AWS calls that a number of calls consists of. */
  readonly byAction?: CallCount['byAction'];
}

/** Whether a measurement keeps within its budget; undefined where it has none or was not measured. */
export function holds({ value, budget }: Measurement): boolean | undefined {
  return value === undefined || budget === undefined ? undefined : value <= budget;
}

/** Head of `reportRows()`. */
export const REPORT_HEADER = ['', 'value', 'budget', 'holds', ''] as const;

/** The measurements as rows of a table. */
export function reportRows(measurements: readonly Measurement[]): string[][] {
  return measurements.map((measurement) => {
    const { name, value, unit, budget, detail = '' } = measurement;
    const shown = value === undefined ? 'not measured' : format(value, unit);
    const verdict = { true: 'yes', false: 'NO', undefined: '' }[`${holds(measurement)}`];
    return [name, shown, budget === undefined ? '' : `<= ${format(budget, unit)}`, verdict, detail];
  });
}

/** The measurements as a table, and below it what the numbers of calls consist of. */
export function table(measurements: readonly Measurement[]): string {
  const calls = measurements.flatMap(({ name, byAction }) => {
    if (byAction === undefined) return [];
    const counts = Object.entries(byAction).map(([action, count]) => `${action} ${count}`);
    return [`${name}: ${counts.join(', ')}`];
  });
  return [...aligned([REPORT_HEADER, ...reportRows(measurements)]), '', ...calls].join('\n');
}

function format(value: number, unit: Measurement['unit']): string {
  switch (unit) {
    case 'calls':
    case 'accounts':
      return `${value} ${unit}`;
    case 's':
      return `${value.toFixed(2)} s`;
    case 'kB':
    case 'MB':
      return `${value.toFixed(0)} ${unit}`;
    case 'times':
      return `${value.toFixed(3)} x`;
  }
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (isNumeric(column) ? cell.padStart(width(column)) : cell.padEnd(width(column))))
      .join('  ')
      .trimEnd(),
  );
}

function isNumeric(column: number): boolean {
  return column === 1 || column === 2;
}
