import { CsvError, parse, type Info } from 'csv-parse/sync';
import { show } from '../inputs/rules';
import { ACCOUNT_STATES, type AccountList, type ListedAccount } from './candidates';
import type { Problem } from '../names/error-in-words';
import { FleetFileError } from './fleet-file-error';

/**
 * Allowed column names, letters only. They include those of AWS Organizations' export
 * (Organization_accounts_information.csv). If a file has two of them, the first one here counts.
 */
const COLUMNS = {
  id: ['id', 'accountid', 'awsaccountid'],
  name: ['name', 'accountname'],
  state: ['state', 'status', 'accountstate', 'accountstatus'],
  cur: ['cur', 'curenabled'],
  arn: ['arn', 'accountarn'],
} as const;

type Column = keyof typeof COLUMNS;

const YES = ['yes', 'y', 'true', '1', 'enabled', 'on'];
const NO = ['no', 'n', 'false', '0', 'disabled', 'off'];

/**
 * Reads a list of accounts: a line with the column names, then one line per account. `id` is required;
 * `name`, `state` (or `status`) and `cur` are optional; other columns are ignored.
 *
 * @param text fields divided by commas, semicolons or tabs
 * @param fileName name of the file in errors
 * @throws FleetFileError naming every line that is wrong
 */
export function readAccountCsv(text: string, fileName: string): AccountList {
  const [header, ...rows] = records(text, fileName);
  const problems: Problem[] = [];
  const letters = (header?.fields ?? []).map((field) => field.toLowerCase().replace(/[^a-z]/g, ''));
  const indexOf = (column: Column): number =>
    COLUMNS[column].map((name) => letters.indexOf(name)).find((index) => index >= 0) ?? -1;
  if (indexOf('id') < 0) {
    const got = show(header?.fields ?? []);
    const message = `must name the columns in its first line: id, and optionally name, status and cur; got ${got}`;
    throw new FleetFileError(fileName, [{ line: 1, message }]);
  }

  const lines = new Map<string, number>();
  let managementAccountId: string | undefined;
  const accounts = rows.map(({ line, fields }): ListedAccount => {
    const field = (column: Column): string => fields[indexOf(column)] ?? '';
    const problem = (message: string): void => void problems.push({ line, message });
    const id = field('id');
    const before = lines.get(id);
    lines.set(id, before ?? line);
    if (!/^[0-9]{12}$/.test(id)) problem(badId(id));
    else if (before) problem(`id ${id} is already in line ${before}; keep one`);

    const state = field('state').toUpperCase().replace(/ /g, '_');
    if (state && !ACCOUNT_STATES.includes(state)) {
      problem(`status must be one of ${ACCOUNT_STATES.join(', ')}, or empty, got ${show(field('state'))}`);
    }
    const cur = field('cur').toLowerCase();
    if (cur && ![...YES, ...NO].includes(cur))
      problem(`cur must be yes, no or empty, got ${show(field('cur'))}`);

    managementAccountId ??= /:organizations::([0-9]{12}):account\//.exec(field('arn'))?.[1];
    return {
      id,
      ...(field('name') && { name: field('name') }),
      ...(state && { state }),
      ...(cur && { hasReport: YES.includes(cur) }),
    };
  });
  if (problems.length > 0) throw new FleetFileError(fileName, problems);
  return { accounts, ...(managementAccountId && { managementAccountId }) };
}

function badId(id: string): string {
  const spreadsheet = /^[0-9]{6,11}$|^[0-9.,]+E\+?[0-9]+$/i.test(id)
    ? '; a spreadsheet shortened it as if it were a number: format the column as text, fill it again from the source and export again'
    : '';
  return `id must be the 12 digits of an AWS account id, got ${show(id)}${spreadsheet}`;
}

function records(text: string, fileName: string): { line: number; fields: string[] }[] {
  const [first = ''] = text.split('\n', 1);
  const delimiter = [',', ';', '\t'].find((character) => first.includes(character)) ?? ',';
  try {
    const parsed = parse(text, {
      delimiter,
      bom: true,
      info: true,
      trim: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as { info: Info; record: string[] }[];
    return parsed
      .filter(({ record }) => record.some(Boolean))
      .map(({ info, record }) => ({ line: info.lines, fields: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FleetFileError(fileName, [{ message: `is not valid CSV: ${error.message}` }]);
  }
}
