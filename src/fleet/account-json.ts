import { show } from '../inputs/rules';
import { didYouMean } from '../text/did-you-mean';
import {
  accountsOf,
  indexesOfField,
  LIST_FIELDS,
  refuseNoAccount,
  unknownNames,
  type AccountRow,
} from './account-rows';
import type { AccountList } from './candidates';
import { FleetText, type Path } from './fleet-text';
import { nameOf, Problems } from './problems';

/** Keys beside the accounts that say nothing about them. */
const ASIDE = ['Count', 'ResponseMetadata'];

/** Keys of the accounts: in the AWS CLI's output, in files of one's own, in PowerShell 5's JSON. */
const ACCOUNTS = ['Accounts', 'accounts', 'value'];

/**
 * Reads a list of accounts as `aws organizations list-accounts` prints it, or PowerShell's `Get-ORGAccountList |
 * ConvertTo-Json`: accounts with `Id` and optionally `Name`, `State` (or `Status`) and `Arn`; or ids alone.
 *
 * @param text JSON or YAML
 * @param fileName name of the file in errors
 * @throws FleetFileError naming every part that is wrong, and where
 */
export function readAccountJson(text: string, fileName: string): AccountList {
  const source = new FleetText(text);
  const problems = new Problems(source);
  // The rest of a damaged text follows from its first fault.
  for (const { offset, message } of source.faults.slice(0, 1)) problems.addAt(offset, message);
  for (const { offset, path, message } of source.repeatedKeys) {
    problems.addAt(offset, `${nameOf(path)} ${message}`);
  }
  problems.throwIfAny(fileName);

  const items = accountsIn(source.data, problems);
  const rows = items.flatMap(([path, value]): Row[] => {
    const fields = fieldsOf(path, value, source, problems);
    return fields === undefined ? [] : [{ path, where: nameOf(path), fields }];
  });
  const list = accountsOf(rows, ({ path, where }, message) => {
    problems.addAt(source.offsetOf(path), `${where}: ${message}`);
  });
  problems.throwIfAny(fileName);
  refuseNoAccount(list, fileName);
  const notRead = unknownNames(items.flatMap(([, value]) => (isRecord(value) ? Object.keys(value) : [])));
  return { ...list, ...(notRead.length > 0 && { notRead }) };
}

interface Row extends AccountRow {
  readonly path: Path;
}

/** Sections that `octo-access accounts` prints beside the accounts. */
const OF_FLEET_FILE = ['exclude', 'management_account', 'defaults', 'organization', 'layout', 'backend'];

/** The accounts, each with its place. */
function accountsIn(data: unknown, problems: Problems): (readonly [Path, unknown])[] {
  if (Array.isArray(data)) return data.map((item: unknown, index) => [[index], item]);
  if (!isRecord(data)) {
    problems.add([], `must be a list of accounts, got ${show(data)}`);
    return [];
  }
  // PowerShell writes a list of one account as that account.
  if (indexesOfField(Object.keys(data), 'id').length > 0) return [[[], data]];
  const key = ACCOUNTS.find((name) => name in data);
  for (const other of Object.keys(data).filter((name) => name !== key && !ASIDE.includes(name))) {
    if (OF_FLEET_FILE.includes(other)) {
      problems.add(
        [other],
        'is a section of a fleet file: this is no list to read, its sections go into octo.yaml as they are',
      );
    } else if (other.toLowerCase() === 'nexttoken') {
      if (data[other] === null) continue;
      problems.add(
        [other],
        'says that the list goes on: list the accounts again without --max-items and --no-paginate',
      );
    } else if (ACCOUNTS.includes(other)) {
      problems.add([other], `is a second list beside ${key}: put all accounts into one`);
    } else if (key !== undefined) problems.add([other], 'is no part of a list of accounts: leave it out');
    else if (didYouMean(other, ACCOUNTS) !== undefined) {
      problems.add([other], 'is no key of a list of accounts; did you mean Accounts?', 'key');
    }
  }
  const accounts = key === undefined ? data : data[key];
  if (key === undefined || !Array.isArray(accounts)) {
    problems.add(key === undefined ? [] : [key], `must hold a list of accounts, got ${show(accounts)}`);
    return [];
  }
  const { Count: count } = data;
  if (typeof count === 'number' && count !== accounts.length) {
    problems.add(
      ['Count'],
      `must be the number of the accounts, ${accounts.length}, got ${count}: the list may be cut off`,
    );
  }
  return accounts.map((item: unknown, index) => [[key, index], item]);
}

function fieldsOf(
  path: Path,
  value: unknown,
  source: FleetText,
  problems: Problems,
): AccountRow['fields'] | undefined {
  if (typeof value === 'string' || typeof value === 'number') return { id: [textOf(path, value, source)] };
  const keys = isRecord(value) ? Object.keys(value) : [];
  if (!isRecord(value) || indexesOfField(keys, 'id').length === 0) {
    const meant = keys.find((key) => didYouMean(key, ['Id']) !== undefined);
    const hint = meant === undefined ? '' : `; did you mean Id by ${meant}?`;
    problems.add(path, `must be an account with an Id, or an id, got ${show(value)}${hint}`);
    return undefined;
  }
  const found = LIST_FIELDS.map((field) => {
    const texts = indexesOfField(keys, field).flatMap((index): (string | undefined)[] => {
      const key = keys[index] ?? '';
      const [place, given] = unwrapped([...path, key], value[key]);
      if (given === null) return [];
      if (typeof given !== 'object') return [textOf(place, given as Scalar, source)];
      problems.add(place, `must be text, got ${given instanceof Uint8Array ? 'binary data' : show(given)}`);
      return [undefined];
    });
    return [field, texts] as const;
  });
  const isWrong = found.some(([, texts]) => texts.includes(undefined));
  return isWrong ? undefined : Object.fromEntries(found);
}

/** A value, out of the object that PowerShell makes of a constant of the AWS SDK: `{ "Value": "ACTIVE" }`. */
function unwrapped(path: Path, value: unknown): readonly [Path, unknown] {
  return isRecord(value) && 'Value' in value ? [[...path, 'Value'], value['Value']] : [path, value];
}

type Scalar = string | number | boolean;

/** A value as text; a number as it is written, with its leading zeros. */
function textOf(path: Path, value: Scalar, source: FleetText): string {
  return typeof value === 'string' ? value : (source.sourceOf(path) ?? String(value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
