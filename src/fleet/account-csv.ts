import { CsvError, parse, type Info } from 'csv-parse/sync';
import { show } from '../inputs/rules';
import type { Problem } from '../names/error-in-words';
import {
  accountsOf,
  indexesOfField,
  isAccountId,
  LIST_FIELDS,
  refuseNoAccount,
  unknownNames,
  type AccountRow,
} from './account-rows';
import type { AccountList } from './candidates';
import { FleetFileError } from './fleet-file-error';

/**
 * Reads a list of accounts: a line with the column names, then one line per account. `id` is required;
 * `name`, `state` (or `status`) and `cur` are optional; other columns are not read, and named. Ids alone need no column name.
 *
 * @param text fields divided by commas, semicolons or tabs
 * @param fileName name of the file in errors
 * @throws FleetFileError naming every line that is wrong
 */
export function readAccountCsv(text: string, fileName: string): AccountList {
  const problems: Problem[] = [];
  const alone = idsAlone(text);
  const { rows, notRead } = alone ? { rows: alone, notRead: [] } : rowsOf(text, fileName, problems);
  const list = accountsOf(rows, ({ line }, message) => problems.push({ line, message }));
  if (problems.length > 0) {
    throw new FleetFileError(
      fileName,
      problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)),
    );
  }
  refuseNoAccount(list, fileName);
  return { ...list, ...(notRead.length > 0 && { notRead }) };
}

interface Row extends AccountRow {
  /** From 1. */
  readonly line: number;
}

function rowIn(line: number, fields: AccountRow['fields']): Row {
  return { line, where: `line ${line}`, fields };
}

/** The rows of a list that has nothing but ids, on one line or on many; undefined for any other. */
function idsAlone(text: string): Row[] | undefined {
  const rows = text.split(/\r\n?|\n/).flatMap((line, index) =>
    line
      .split(/[\s,;"\ufeff]+/)
      .filter((word) => word !== '')
      .map((id) => rowIn(index + 1, { id: [id] })),
  );
  return rows.length > 0 && rows.every(({ fields: { id } }) => isAccountId(id?.[0] ?? '')) ? rows : undefined;
}

function rowsOf(text: string, fileName: string, problems: Problem[]): { rows: Row[]; notRead: string[] } {
  const { records, isCutOff } = table(text, fileName);
  const [header, ...rows] = records;
  const names = header?.fields ?? [];
  const columns = LIST_FIELDS.map((field) => [field, indexesOfField(names, field)] as const);
  if (indexesOfField(names, 'id').length === 0) {
    const message =
      'must name the columns in its first line: id, and optionally name, status and cur; ' +
      `got ${show(names)}. The JSON of aws organizations list-accounts (--output json) will do as well, and so will ids alone, 12 digits each`;
    throw new FleetFileError(fileName, [{ line: header?.line ?? 1, message }]);
  }
  const read = rows.map(({ line, fields }, index) => {
    const beyond = fields.slice(names.length).some((field) => field !== '');
    if (beyond) {
      const message = `has ${fields.length} fields, but the first line names ${names.length} columns, got ${show(fields)}; put a name with a comma in quotes`;
      problems.push({ line, message });
    }
    if (isCutOff && index === rows.length - 1 && fields.length < names.length) {
      const message = `is the last line, has ${fields.length} of ${names.length} fields and does not end: the file may be cut off; export it again, or end the line`;
      problems.push({ line, message });
    }
    const found = columns.map(([field, indexes]) => [field, indexes.map((index) => fields[index] ?? '')]);
    return rowIn(line, Object.fromEntries(found) as AccountRow['fields']);
  });
  // A column without a name counts where it holds something, as it does below a cell that was merged.
  const unnamed = names.flatMap((name, index) =>
    name === '' && rows.some(({ fields }) => (fields[index] ?? '') !== '') ? [`column ${index + 1}`] : [],
  );
  return { rows: read, notRead: [...unknownNames(names), ...unnamed] };
}

/** Lines before the column names: PowerShell writes the type of the objects there, Excel reads the delimiter there. */
const PREAMBLE = /^\ufeff?(?:#TYPE [^\n]*|"?sep=(.?)"?\r?)(?:\n|$)/i;

interface Table {
  readonly records: readonly { readonly line: number; readonly fields: string[] }[];
  /** Whether the last line does not end. */
  readonly isCutOff: boolean;
}

function table(text: string, fileName: string): Table {
  const [preamble = '', said = ''] = PREAMBLE.exec(text) ?? [];
  const body = text.slice(preamble.length);
  const before = preamble.endsWith('\n') ? 1 : 0;
  let good = before;
  try {
    const parsed = parse(body, {
      delimiter: said || delimiterOf(body),
      record_delimiter: ['\r\n', '\n', '\r'],
      bom: true,
      info: true,
      trim: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (record: string[], { lines }) => {
        good = lines + before;
        return record;
      },
    }) as unknown as { info: Info; record: string[] }[];
    const records = parsed
      .filter(({ record }) => record.some(Boolean))
      .map(({ info, record }) => {
        // The parser counts the lines that a record ends in.
        const breaks = record.join('').split('\n').length - 1;
        return { line: info.lines + before - breaks, fields: record };
      });
    return { records, isCutOff: !/[\r\n]$/.test(body) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = error.code === 'CSV_QUOTE_NOT_CLOSED' ? good + 1 : error['lines'];
    throw new FleetFileError(fileName, [
      {
        ...(typeof line === 'number' && { line }),
        message: `is not valid CSV: ${IN_WORDS[error.code] ?? error.message}`,
      },
    ]);
  }
}

/** Errors that the parser words for programmers. */
const IN_WORDS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened in this line, or further down, and never closed',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE:
    'a field in quotes goes on after its quote; write a quote within it twice, like "Acme ""Big"" Inc"',
};

/** The delimiter that gives the first line a column of ids; the first that is in the line, if none does. */
function delimiterOf(body: string): string {
  const [first = ''] = body.split(/[\r\n]/, 1);
  const there = [',', ';', '\t', '|'].filter((delimiter) => first.includes(delimiter));
  const names = (delimiter: string): string[] =>
    first.split(delimiter).map((name) => name.replaceAll('"', ''));
  return there.find((delimiter) => indexesOfField(names(delimiter), 'id').length > 0) ?? there[0] ?? ',';
}
