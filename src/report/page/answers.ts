import { counted, grouped, listed } from '../words';
import { ActionSearch, actionAsked } from './action-search';
import { AskedRole, type Verdict } from './asked-role';
import { html, type Html } from './html';
import { knownActions, type DenialPart, type KnownAction, type PageData } from './page-model';
import { badge, code, limitTerms, plainList, table, termList, type BadgeKind, type Term } from './page-parts';

/** Filters of a question; an empty text means all. */
export interface Filters {
  readonly role: string;
  readonly service: string;
  readonly level: string;
  /** Whether to assume that Alphaus has written `Allow *` wherever it can. */
  readonly isWorst: boolean;
}

/** An answer in a sentence or two, and the results below it. */
export interface Answer {
  readonly text: string;
  readonly results: Html;
}

const ANSWERS: Readonly<Record<BadgeKind, string>> = {
  admin: 'Administrator',
  yes: 'May',
  limited: 'May, within limits',
  added: 'Could be added',
  no: 'No',
};

/** Answers who may call what. */
export class Answers {
  private readonly search: ActionSearch;
  private readonly roles: readonly AskedRole[];

  constructor(private readonly data: PageData) {
    this.search = new ActionSearch(knownActions(data));
    this.roles = data.roles.map((part) => new AskedRole(part));
  }

  /** @param most how many of the actions that match are shown */
  answer(question: string, filters: Filters, most: number): Answer {
    const query = actionAsked(question);
    if (query === '') return this.granted(filters, most);
    const found = this.search.find(query);
    if ('one' in found) return this.aboutOne(found.one, filters);
    if (found.many.length === 0) return this.unknown(query);
    return this.aboutMany(found.many, filters, most, (count) =>
      found.isBeginning
        ? `AWS has no action of exactly that name; ${counted(count, 'action')} begin${count === 1 ? 's' : ''} with it.`
        : `${counted(count, 'action')} match${count === 1 ? 'es' : ''}.`,
    );
  }

  private aboutOne(known: KnownAction, filters: Filters): Answer {
    const cards = this.shown(filters).map((role) => this.card(role, known.action, filters));
    return {
      text: this.sentence(known, filters),
      results: html`<ul class="cards">
        ${cards}
      </ul>`,
    };
  }

  private aboutMany(
    found: readonly KnownAction[],
    filters: Filters,
    most: number,
    heading: (count: number) => string,
  ): Answer {
    const fitting = fits(found, filters);
    if (fitting.length === 0) return { text: heading(0), results: html`` };
    // Actions that a role may call come first.
    const granted = fitting.filter(({ action }) => this.whoMay(action, filters).length > 0);
    const known = new Set(granted);
    const sorted = [...granted, ...fitting.filter((one) => !known.has(one))];
    const some = granted.length === 0 ? 'None of them' : `${grouped(granted.length)} of them`;
    const text = `${heading(fitting.length)} ${some} may be called by ${this.whom(filters)}.`;
    return { text, results: this.tableOf(sorted, filters, most) };
  }

  /** Without a question: all actions that may be called and match the filters. */
  private granted(filters: Filters, most: number): Answer {
    if ([filters.role, filters.service, filters.level].every((choice) => choice === '')) {
      return { text: '', results: html`` };
    }
    if (filters.role !== '' && this.shown(filters).some(({ isAdministrator }) => isAdministrator)) {
      return { text: `${filters.role} is an administrator: it may call every action.`, results: html`` };
    }
    const granted = fits(this.search.all, filters).filter(
      ({ action }) => this.whoMay(action, filters).length > 0,
    );
    const text = `${counted(granted.length, 'action')} may be called by ${this.whom(filters)}.`;
    return { text, results: this.tableOf(granted, filters, most) };
  }

  private unknown(query: string): Answer {
    const near = this.search.similar(query);
    const text = `AWS has no such action: ${query}.`;
    if (near.length === 0) return { text, results: html`` };
    return {
      text: `${text} Did you mean one of these?`,
      results: html`<ul class="choices">
        ${near.map((action) => html`<li>${linkTo(action)}</li>`)}
      </ul>`,
    };
  }

  private sentence({ action, level }: KnownAction, filters: Filters): string {
    const have = this.shown(filters)
      .map((role) => ({ role: role.part, ...role.verdict(action, filters.isWorst) }))
      .filter(({ answer }) => answer !== 'no');
    const vendors = have.filter(({ role }) => role.isVendor);
    const others = have.filter(({ role }) => !role.isVendor).map(({ role }) => role.name);
    const call = `call ${action} (${level})`;
    const every = (kind: BadgeKind): boolean =>
      vendors.length > 0 && vendors.every(({ answer }) => answer === kind);
    const how = every('limited')
      ? ', within limits'
      : every('added')
        ? ' if Alphaus adds it by an inline policy'
        : '';
    if (filters.role !== '') return `${filters.role} may ${have.length > 0 ? '' : 'not '}${call}${how}.`;
    const first =
      vendors.length > 0
        ? `${listed(vendors.map(({ role }) => role.name))} may ${call}${how}.`
        : `No role that Alphaus assumes may ${call}.`;
    if (others.length === 0) return first;
    const by = this.data.executed[action];
    const runs =
      by === undefined
        ? ''
        : ` Without an approval, OctoChangeExecutorRole calls it for Alphaus through ${by}, which OctoSSMUpdaterRole may start (vetted_runbooks).`;
    const them = others.length > 1 ? 'them' : 'it';
    return `${first} ${listed(others)} may; Alphaus cannot assume ${them}, and reaches the action only through what you approve.${runs}`;
  }

  private card(role: AskedRole, action: string, { isWorst }: Filters): Html {
    const { name, who, accepted } = role.part;
    const verdict = role.verdict(action, isWorst);
    const { answer } = verdict;
    const accepts = answer === 'no' ? [] : accepted.filter((line) => line.includes(action));
    const said = [...this.reasons(role, verdict), ...accepts.map((line): Term[] => [['You accept', [line]]])];
    return html`<li class="card ${answer}">
      <div class="card-head">
        <h3>${name}</h3>
        ${badge(answer, ANSWERS[answer])}
        <span class="who">${who}</span>
      </div>
      ${said.map(termList)}
    </li>`;
  }

  /** Why a role may call an action, statement by statement, and what is denied of it; or what stops it. */
  private reasons({ part }: AskedRole, { answer, grants, denials, addable }: Verdict): Term[][] {
    if (answer === 'admin') return [[['Why', [`${part.managed.join(', ')}. ${this.data.managedReason}`]]]];
    if (answer === 'added') {
      const how = 'By an inline policy that Alphaus writes: the boundary allows it.';
      return addable.map(({ resources, conditions }) => [
        ['How', [how]],
        ...limitTerms(resources, conditions),
      ]);
    }
    if (answer === 'no') return stopped(denials, addable.length > 0);
    return [
      ...grants.map(({ reason, capability, sid, resources, conditions }): Term[] => [
        ['Why', [because(reason, `${capability}, statement ${sid}`)]],
        ...limitTerms(resources, conditions),
      ]),
      ...denials.map((denial): Term[] => [
        ['Never', [deniedBy(denial)]],
        ...limitTerms(denial.resources, denial.conditions, ['On', 'If']),
      ]),
    ];
  }

  private tableOf(found: readonly KnownAction[], filters: Filters, most: number): Html {
    if (found.length === 0) return html``;
    const row = ({ action, level }: KnownAction): Html => {
      const may = this.whoMay(action, filters);
      const who = may.map(({ name, answer }) => html`${name} ${badge(answer, ANSWERS[answer])}`);
      return html`<tr>
        <th scope="row">${linkTo(action)}</th>
        <td>${level}</td>
        <td>${who.length > 0 ? plainList(who) : badge('no', ANSWERS.no)}</td>
      </tr>`;
    };
    const rows = found.slice(0, most).map(row);
    const more = html`<button type="button" data-all>Show all ${grouped(found.length)}</button>`;
    return html`${table({ label: 'Matching actions', columns: ['Action', 'Level', 'Who may'], rows })}
    ${found.length > most ? more : ''}`;
  }

  private shown({ role }: Filters): readonly AskedRole[] {
    return this.roles.filter(({ part }) => role === '' || role === part.name);
  }

  /** The roles that may, without administrators, which may do everything. */
  private whoMay(action: string, filters: Filters): { readonly name: string; readonly answer: BadgeKind }[] {
    return this.shown(filters)
      .filter(({ isAdministrator }) => !isAdministrator)
      .map((role) => ({ name: role.part.name, answer: role.verdict(action, filters.isWorst).answer }))
      .filter(({ answer }) => answer !== 'no');
  }

  /** The chosen role, or a text for any role. */
  private whom({ role }: Filters): string {
    if (role !== '') return role;
    const administrators = this.roles.filter(({ isAdministrator }) => isAdministrator);
    return `a role other than ${listed(administrators.map(({ part }) => part.name))}`;
  }
}

function fits(found: readonly KnownAction[], filters: Filters): KnownAction[] {
  return found.filter(
    ({ service, level }) =>
      (filters.service === '' || service === filters.service) &&
      (filters.level === '' || level === filters.level),
  );
}

function stopped(denials: readonly DenialPart[], isAddable: boolean): Term[][] {
  if (isAddable) {
    return [
      [
        [
          'Because',
          ['No statement allows it now. Alphaus could add it by an inline policy: the boundary allows it.'],
        ],
      ],
    ];
  }
  if (denials.length > 0) return denials.map((denial): Term[] => [['Stopped by', [deniedBy(denial)]]]);
  return [
    [
      [
        'Because',
        [
          'No statement allows it, but none denies it either: a resource policy that allows everyone would allow it.',
        ],
      ],
    ],
  ];
}

function deniedBy({ reason, sid, documents }: DenialPart): Html {
  return because(reason, `${sid}, a Deny in ${listed(documents)}`);
}

function because(reason: string, source: string): Html {
  return html`${reason} <span class="sid">${source}</span>`;
}

function linkTo(action: string): Html {
  return html`<button type="button" class="link" data-ask="${action}">${code(action)}</button>`;
}
