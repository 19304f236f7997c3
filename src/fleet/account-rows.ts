import { ACCOUNT_ID } from '../names/fields';
import { show } from '../inputs/rules';
import { didYouMean } from '../text/did-you-mean';
import { ACCOUNT_STATES, type AccountList, type ListedAccount } from './candidates';
import { FleetFileError } from './fleet-file-error';

/** What a list may say about an account. */
export const LIST_FIELDS = ['id', 'name', 'state', 'cur', 'arn'] as const;
type Field = (typeof LIST_FIELDS)[number];

/** One account of a list, as it stands there. */
export interface AccountRow {
  /** Its place in words, like `line 3`. */
  readonly where: string;
  /** The values of a field, the one that counts first. */
  readonly fields: Readonly<Partial<Record<Field, readonly string[]>>>;
}

/**
 * Names that a field may have, letters and digits only. They include those of the AWS CLI, of its PowerShell counterpart and of AWS
 * Organizations' export (Organization_accounts_information.csv). A list may have two of them if they say the same; of two states the first one here that has a value counts.
 */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  id: ['id', 'accountid', 'awsaccountid'],
  name: ['name', 'accountname'],
  state: ['state', 'status', 'accountstate', 'accountstatus'],
  cur: ['cur', 'curenabled'],
  arn: ['arn', 'accountarn'],
};

/** Characters of a name: AWS's have 50, and a fleet file takes 128, with the id behind a name that two accounts have. */
const MAX_NAME = 100;

const YES = ['yes', 'y', 'true', '1', 'enabled', 'on'];
const NO = ['no', 'n', 'false', '0', 'disabled', 'off'];

/** How tools write that there is no value. */
const NOTHING = ['null', 'none', 'n/a', '-'];

/** What else the AWS CLI, PowerShell and the export say of an account; none of it is needed. */
const BESIDE = ['email', 'joinedmethod', 'joinedtimestamp', 'paths'];

/** Indexes of the names that a field has among some names, the one that counts first. */
export function indexesOfField(names: readonly string[], field: Field): number[] {
  const all = names.map(letters);
  return NAMES[field].flatMap((name) => all.flatMap((one, index) => (one === name ? [index] : [])));
}

/** The names that no field has, each with the one that was meant perhaps: what they say is not read. */
export function unknownNames(names: readonly string[]): string[] {
  const known = [...LIST_FIELDS.flatMap((field) => NAMES[field]), ...BESIDE];
  return [...new Set(names)]
    .filter((name) => name !== '' && !known.includes(letters(name)))
    .map((name) => {
      const meant = didYouMean(name, ['id', 'name', 'state', 'status', 'cur', 'arn']);
      return show(name) + (meant === undefined ? '' : ` (did you mean ${meant}?)`);
    });
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Whether a text is an account id, also in the forms that `accountId()` reads. */
export function isAccountId(text: string): boolean {
  return ACCOUNT_ID.test(accountId(text));
}

/**
 * The accounts of a list.
 *
 * @param report hears of every problem of a row; what is returned beside one is not to be used
 */
export function accountsOf<Row extends AccountRow>(
  rows: readonly Row[],
  report: (row: Row, message: string) => void,
): AccountList {
  const places = new Map<string, string>();
  let organization: { readonly managementAccountId: string; readonly where: string } | undefined;
  const accounts = rows.map((row): ListedAccount => {
    const { fields, where } = row;
    const problem = (message: string): void => {
      report(row, message);
    };
    const field = (name: Field): string => {
      const texts = (fields[name] ?? []).map(name === 'id' ? accountId : plain);
      const [first = '', ...others] = new Set(texts.filter((text) => text !== ''));
      if (others.length > 0 && name !== 'state') {
        const many = name === 'cur' ? 'reports (cur)' : `${name}s`;
        problem(
          `the ${many} of one account differ, got ${show([first, ...others])}; keep one column of ${many}`,
        );
      }
      return first;
    };

    const id = field('id');
    const name = field('name');
    if (Array.from(name).length > MAX_NAME) {
      problem(`name must be at most ${MAX_NAME} characters, got ${show(name)}; shorten it`);
    } else if (/\p{C}/u.test(name)) {
      problem(`name must be one line without invisible characters, got ${show(name)}; take them out`);
    }
    const before = places.get(id);
    places.set(id, before ?? where);
    if (!isAccountId(id)) problem(badId(id));
    else if (before !== undefined) problem(`id ${id} is already in ${before}; keep one`);

    const states = (fields.state ?? [])
      .map((text) => plain(text).toUpperCase().replace(/ /g, '_'))
      .filter(Boolean);
    const [state = ''] = states;
    // An account that is being activated may have the status ACTIVE.
    const contradiction = states.find(
      (other) =>
        other !== state && (state === 'ACTIVE' || (other === 'ACTIVE' && !/^PENDING(_ACT|$)/.test(state))),
    );
    if (contradiction !== undefined) {
      problem(
        `state and status contradict each other, got ${show([state, contradiction])}; correct the one that is wrong`,
      );
    }
    if (state && !ACCOUNT_STATES.includes(state)) {
      problem(`status must be one of ${ACCOUNT_STATES.join(', ')}, or empty, got ${show(field('state'))}`);
    }
    const cur = field('cur').toLowerCase();
    if (cur && ![...YES, ...NO].includes(cur)) {
      problem(`cur must be yes, no or empty, got ${show(cur)}`);
    }

    const arn = field('arn');
    const [, management, owner] = /:organizations::([0-9]{12}):account\/[^/]+\/([0-9]{12})$/.exec(arn) ?? [];
    if (owner !== undefined && owner !== id && isAccountId(id)) {
      problem(`id ${id} is not the account of its ARN, got ${show(arn)}; correct the one that is wrong`);
    }
    if (management !== undefined) {
      organization ??= { managementAccountId: management, where };
      if (management !== organization.managementAccountId) {
        problem(
          `the ARN is of the organization of ${management}, that of ${organization.where} of the one of ${organization.managementAccountId}; give each organization a list, or leave out the ARNs`,
        );
      }
    }
    return {
      id,
      ...(name && { name }),
      ...(state && { state }),
      ...(cur && { hasReport: YES.includes(cur) }),
    };
  });
  return { accounts, ...(organization && { managementAccountId: organization.managementAccountId }) };
}

/** @throws FleetFileError if a list, right in itself, names no account: a mistyped query gives one */
export function refuseNoAccount({ accounts }: AccountList, fileName: string): void {
  if (accounts.length > 0) return;
  throw new FleetFileError(fileName, [{ message: 'names no account: list at least one' }]);
}

/** An id without what keeps a spreadsheet from reading it as a number (`="012…"`, `'012…`), or the console's `0123-4567-8901`. */
function accountId(text: string): string {
  const id = plain(text);
  const unwrapped = /^="(.*)"$/.exec(id)?.[1] ?? /^['\u2018\u2019](.*?)'?$/.exec(id)?.[1] ?? id;
  return /^[0-9]{4}-[0-9]{4}-[0-9]{4}$/.test(unwrapped) ? unwrapped.replaceAll('-', '') : unwrapped;
}

/** A field without invisible characters at its ends; empty where it says that there is no value. */
function plain(text: string): string {
  // What precedes the last run is looked at, or each of its characters would begin a search of its own.
  const trimmed = text.replace(/^[\s\p{C}]+|(?<![\s\p{C}])[\s\p{C}]+$/gu, '');
  return NOTHING.includes(trimmed.toLowerCase()) ? '' : trimmed;
}

function badId(id: string): string {
  const spreadsheet = /^[0-9]{6,11}$|^[0-9]{6,12}[.,]0+$|^[0-9.,]+E\+?[0-9]+$/i.test(id)
    ? '; a spreadsheet shortened it as if it were a number: format the column as text, fill it again from the source and export again'
    : '';
  return `id must be the 12 digits of an AWS account id, got ${show(id)}${spreadsheet}`;
}
