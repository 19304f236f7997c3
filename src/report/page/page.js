/* global clearTimeout, document, matchMedia, setTimeout */
/*
 * The search of the permission report. It looks nothing up anywhere: every answer is computed from the data that
 * stands in the page, which the analysis of the policy documents has made.
 */
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const LEVELS = data.levels;
  const SHOWN_AT_FIRST = 60;

  const UNLIMITED = { resources: ['*'], conditions: [] };

  /** Every action of AWS, by its name in lower case: what a policy does not distinguish. */
  const actions = new Map();
  for (const [service, lists] of Object.entries(data.actions)) {
    lists.split('|').forEach((names, level) => {
      for (const name of names ? names.split(' ') : []) {
        const action = `${service}:${name}`;
        actions.set(action.toLowerCase(), { action, service, name, level: LEVELS[level] });
      }
    });
  }
  const all = [...actions.values()].sort((left, right) => (left.action < right.action ? -1 : 1));

  const byAction = (parts) => {
    const found = new Map();
    for (const part of parts) {
      for (const [service, names] of Object.entries(part.actions)) {
        for (const name of names.split(' ')) {
          const action = `${service}:${name}`;
          found.set(action, [...(found.get(action) ?? []), part]);
        }
      }
    }
    return found;
  };
  const roles = data.roles.map((role) => ({
    ...role,
    granted: byAction(role.grants),
    denied: byAction(role.denials.filter(({ isOfOthers }) => !isOfOthers)),
    deniesOthers: role.denials
      .filter(({ isOfOthers }) => isOfOthers)
      .map((denial) => ({ ...denial, but: byAction([denial]) })),
    added: byAction(role.headroom),
  }));

  const element = (id) => document.getElementById(id);
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const code = (text) => make('code', {}, text);
  const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
  const listed = (texts) =>
    texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts[texts.length - 1]}`;

  const isLimited = ({ resources, conditions }) => !resources.includes('*') || conditions.length > 0;

  /** What a role may do with an action, and why, or what stops it. */
  const verdict = (role, action, isWorst) => {
    if (role.managed.length > 0) {
      return {
        answer: 'admin',
        ways: [{ sid: '', reason: `${role.managed.join(', ')}. ${data.managedReason}`, ...UNLIMITED }],
        stops: [],
      };
    }
    const ways = role.granted.get(action) ?? [];
    const denials = [
      ...(role.denied.get(action) ?? []),
      ...role.deniesOthers.filter(({ but }) => !but.has(action)),
    ];
    if (ways.length > 0) {
      const answer = ways.every(isLimited) || denials.length > 0 ? 'limited' : 'yes';
      return { answer, ways, stops: denials };
    }
    const added = role.added.get(action) ?? [];
    if (isWorst && added.length > 0) return { answer: 'added', ways: added, stops: [] };
    return { answer: 'no', ways: [], stops: denials.filter((denial) => !isLimited(denial)), added };
  };

  const ANSWERS = {
    admin: 'Administrator',
    yes: 'May',
    limited: 'May, within limits',
    added: 'Could be given it',
    no: 'No',
  };

  const form = element('ask-form');
  const field = element('query');
  const chosen = () => ({
    role: element('role').value,
    service: element('service').value,
    level: element('level').value,
    isWorst: element('worst').checked,
  });

  /** `who can s3:GetObject?` is a question, `s3:GetObject` too. */
  const asked = (text) => {
    const plain = text.trim().replace(/[“”"'`]/g, '');
    const question = /^who\s+(?:can|may|could)\s+(?:call\s+|do\s+|use\s+)?(.*?)\??$/i.exec(plain);
    return question ? question[1].trim() : plain;
  };

  const pattern = (text) =>
    new RegExp(
      `^${text
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replace(/\*/g, '.*')
        .replace(/\?/g, '.')}$`,
      'i',
    );

  /** The one action that is meant, or all that match. */
  const find = (query) => {
    const exact = actions.get(query.toLowerCase()) ?? actions.get(query.replace(/\?$/, '').toLowerCase());
    if (exact) return { one: exact, many: [] };
    if (/[*?]/.test(query)) {
      const matches = pattern(query.includes(':') ? query : `*${query}*`);
      return { many: all.filter(({ action }) => matches.test(action)) };
    }
    const text = query.toLowerCase();
    if (text.includes(':'))
      return { many: all.filter(({ action }) => action.toLowerCase().startsWith(text)), begun: true };
    const ofService = all.filter(({ service }) => service === text);
    if (ofService.length > 0) return { many: ofService };
    return { many: all.filter(({ action }) => action.toLowerCase().includes(text)) };
  };

  /** Letters to insert, delete or replace; more than `limit` are not counted. */
  const distance = (left, right, limit) => {
    if (Math.abs(left.length - right.length) > limit) return limit + 1;
    let row = Array.from({ length: right.length + 1 }, (_, index) => index);
    for (let i = 1; i <= left.length; i++) {
      const next = [i];
      for (let j = 1; j <= right.length; j++) {
        next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1)));
      }
      row = next;
      if (Math.min(...row) > limit) return limit + 1;
    }
    return row[right.length];
  };

  const similar = (query) => {
    const text = query.toLowerCase();
    const limit = Math.max(2, Math.floor(text.length / 4));
    const measured = (candidates, of) =>
      candidates
        .map((candidate) => ({ candidate, far: distance(text, of(candidate).toLowerCase(), limit) }))
        .filter(({ far }) => far <= limit)
        .sort((left, right) => left.far - right.far)
        .slice(0, 3)
        .map(({ candidate }) => candidate.action);
    return measured(all, text.includes(':') ? ({ action }) => action : ({ name }) => name);
  };

  const badge = (answer) => make('span', { class: `badge ${answer}` }, ANSWERS[answer]);

  const codeList = (texts) =>
    make('ul', { class: 'plain' }, ...texts.map((text) => make('li', {}, code(text))));

  const source = (...texts) => make('span', { class: 'sid' }, texts.filter(Boolean).join(', '));

  /** One term of what is said about a role, and what it means here. */
  const entry = (term, ...what) => [make('dt', {}, term), make('dd', {}, ...what)];

  const limits = ({ resources, conditions }, [on, onlyIf]) => [
    ...(resources.includes('*') ? [] : entry(on, codeList(resources))),
    ...(conditions.length > 0 ? entry(onlyIf, codeList(conditions)) : []),
  ];

  const deniedBy = ({ sid, documents }) => source(sid, `a Deny in ${listed(documents)}`);

  /** Why a role may, each way by itself, and what of it is denied. */
  const permitted = ({ answer, ways, stops }) => [
    ...ways.map((way) =>
      answer === 'added'
        ? [
            ...entry('How', 'By an inline policy that Alphaus writes: the boundary has room for it.'),
            ...limits(way, ['Only on', 'Only if']),
          ]
        : [
            ...entry('Why', way.reason, ' ', source(way.capability, way.sid && `statement ${way.sid}`)),
            ...limits(way, ['Only on', 'Only if']),
          ],
    ),
    ...stops.map((denial) => [
      ...entry('Never', denial.reason, ' ', deniedBy(denial)),
      ...limits(denial, ['On', 'If']),
    ]),
  ];

  /** What stops a role, or that nothing lets it. */
  const stopped = (role, { stops, added }) => {
    if (added.length > 0) {
      return [
        entry(
          'Because',
          'No statement allows it now. Alphaus could add it by an inline policy: the boundary has room for it.',
        ),
      ];
    }
    if (stops.length > 0) {
      return stops.map((denial) => entry('Stopped by', denial.reason, ' ', deniedBy(denial)));
    }
    const reason =
      'No statement allows it, but none denies it either: a resource policy that allows everybody would open it.';
    return [entry('Because', reason)];
  };

  const card = (role, { action }, isWorst) => {
    const found = verdict(role, action, isWorst);
    const { answer } = found;
    const accepted = role.accepted.filter((line) => line.includes(action));
    const parts =
      answer === 'no'
        ? stopped(role, found)
        : [...permitted(found), ...accepted.map((line) => entry('You accept', line))];
    return make(
      'li',
      { class: `card ${answer}` },
      make(
        'div',
        { class: 'card-head' },
        make('h3', {}, role.name),
        badge(answer),
        make('span', { class: 'who' }, role.who),
      ),
      ...parts.map((entries) => make('dl', {}, ...entries)),
    );
  };

  const shownRoles = ({ role }) => roles.filter(({ name }) => role === '' || role === name);

  const names = (list) => listed(list.map(({ role }) => role.name));

  /** The answer in a sentence or two. */
  const sentence = ({ action, level }, filters) => {
    const answers = shownRoles(filters).map((role) => ({ role, ...verdict(role, action, filters.isWorst) }));
    const have = answers.filter(({ answer }) => answer !== 'no');
    const [vendors, others] = [true, false].map((isVendor) =>
      have.filter(({ role }) => role.isVendor === isVendor),
    );
    const call = `call ${action} (${level})`;
    const every = (wanted) => vendors.every(({ answer }) => answer === wanted);
    const how = every('limited')
      ? ', within limits'
      : every('added')
        ? ' if Alphaus adds it by an inline policy'
        : '';
    if (filters.role !== '') {
      const may = have.length > 0 ? `may ${call}${vendors.length > 0 ? how : ''}` : `may not ${call}`;
      return `${filters.role} ${may}.`;
    }
    const first =
      vendors.length > 0
        ? `${names(vendors)} may ${call}${how}.`
        : `No role that Alphaus assumes may ${call}.`;
    const them = others.length > 1 ? 'them' : 'it';
    if (others.length === 0) return first;
    const by = data.executed[action];
    const runs =
      by === undefined
        ? ''
        : ` Without an approval it does so for Alphaus by ${by}, which OctoSSMUpdaterRole may start (vetted_runbooks).`;
    return `${first} ${names(others)} may; Alphaus cannot assume ${them}, and gets there only by what you approve.${runs}`;
  };

  const linkTo = (action) => {
    const button = make('button', { type: 'button', class: 'link' }, code(action));
    button.addEventListener('click', () => {
      field.value = action;
      show();
      field.focus();
    });
    return button;
  };

  /** Who may, but for the administrator, who may everything. */
  const whoMay = (action, filters) =>
    shownRoles(filters)
      .filter((role) => role.managed.length === 0)
      .map((role) => ({ role, ...verdict(role, action, filters.isWorst) }))
      .filter(({ answer }) => answer !== 'no');

  const tableRow = ({ action, level }, filters) => {
    const may = whoMay(action, filters);
    const items = may.map(({ role, answer }) => make('li', {}, `${role.name} `, badge(answer)));
    const who = may.length > 0 ? make('ul', { class: 'plain' }, ...items) : badge('no');
    return make(
      'tr',
      {},
      make('th', { scope: 'row' }, linkTo(action)),
      make('td', {}, level),
      make('td', {}, who),
    );
  };

  const table = (found, filters, limit) =>
    make(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Matching actions' },
      make(
        'table',
        { class: 'matches' },
        make(
          'thead',
          {},
          make('tr', {}, ...['Action', 'Level', 'Who may'].map((text) => make('th', { scope: 'col' }, text))),
        ),
        make('tbody', {}, ...found.slice(0, limit).map((one) => tableRow(one, filters))),
      ),
    );

  const fits = (found, filters) =>
    found.filter(
      ({ service, level }) =>
        (filters.service === '' || service === filters.service) &&
        (filters.level === '' || level === filters.level),
    );

  /** Who is meant where a role is chosen or none. */
  const whom = (filters) => (filters.role === '' ? `a role, ${administrators()} aside` : filters.role);

  /** A table of actions, at first the beginning of it. */
  const tables = (found, filters) => {
    if (found.length === 0) return [];
    const first = table(found, filters, SHOWN_AT_FIRST);
    if (found.length <= SHOWN_AT_FIRST) return [first];
    const more = make('button', { type: 'button' }, `Show all ${grouped(found.length)}`);
    more.addEventListener('click', () => {
      const whole = table(found, filters, Infinity);
      first.replaceWith(whole);
      more.remove();
      whole.focus();
    });
    return [first, more];
  };

  const many = (found, filters, heading) => {
    const fitting = fits(found, filters);
    if (fitting.length === 0) return { text: heading(0), nodes: [] };
    // What somebody may call comes first: it is what is asked about.
    const granted = fitting.filter(({ action }) => whoMay(action, filters).length > 0);
    const known = new Set(granted);
    const sorted = [...granted, ...fitting.filter((one) => !known.has(one))];
    const some = granted.length === 0 ? 'None of them' : `Of them ${grouped(granted.length)}`;
    const text = `${heading(fitting.length)} ${some} may be called by ${whom(filters)}.`;
    return { text, nodes: tables(sorted, filters) };
  };

  /** Without a question: what may be called, as far as it fits the filters. */
  const fitting = (filters) => {
    const [chosenRole] = shownRoles(filters);
    if (filters.role !== '' && chosenRole.managed.length > 0) {
      return { text: `${filters.role} is an administrator: it may call every action.`, nodes: [] };
    }
    const granted = fits(all, filters).filter(({ action }) => whoMay(action, filters).length > 0);
    const text = `${counted(granted.length, 'action')} that may be called by ${whom(filters)}.`;
    return { text, nodes: tables(granted, filters) };
  };

  const administrators = () =>
    listed(roles.filter(({ managed }) => managed.length > 0).map(({ name }) => name));

  const unknown = (query) => {
    const near = similar(query);
    const text = `AWS has no such action: ${query}.${near.length > 0 ? ' Did you mean one of these?' : ''}`;
    const choices = near.map((action) => make('li', {}, linkTo(action)));
    return { text, nodes: near.length > 0 ? [make('ul', { class: 'choices' }, ...choices)] : [] };
  };

  const answer = () => {
    const query = asked(field.value);
    const filters = chosen();
    const isFiltered = filters.role !== '' || filters.service !== '' || filters.level !== '';
    if (query === '' && !isFiltered) return { text: '', nodes: [] };
    if (query === '') return fitting(filters);
    const { one, many: found, begun } = find(query);
    if (one) {
      return {
        text: sentence(one, filters),
        nodes: [
          make(
            'ul',
            { class: 'cards' },
            ...shownRoles(filters).map((role) => card(role, one, filters.isWorst)),
          ),
        ],
      };
    }
    if (found.length === 0) return unknown(query);
    return many(found, filters, (count) =>
      begun
        ? `AWS has no action of exactly that name; ${counted(count, 'action')} begin${count === 1 ? 's' : ''} so.`
        : `${counted(count, 'action')} match${count === 1 ? 'es' : ''}.`,
    );
  };

  let previous;
  const show = () => {
    const { text, nodes } = answer();
    // Set only when it differs: a screen reader reads it out each time.
    if (text !== previous) element('answer').textContent = text;
    previous = text;
    element('results').replaceChildren(...nodes);
  };

  let timer;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  });
  for (const id of ['role', 'service', 'level', 'worst']) element(id).addEventListener('change', show);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show();
  });
  form.addEventListener('reset', () => {
    setTimeout(() => {
      show();
      field.focus();
    });
  });
  for (const button of document.querySelectorAll('[data-ask]')) {
    button.addEventListener('click', () => {
      field.value = button.dataset.ask;
      show();
    });
  }
  form.hidden = false;

  /** Paper cannot be opened: print everything, and put it back afterwards. */
  const printing = matchMedia('print');
  let closed = [];
  const expand = (isPrint) => {
    if (isPrint && closed.length === 0) {
      closed = [...document.querySelectorAll('details:not([open])')];
      for (const details of closed) details.open = true;
    } else if (!isPrint) {
      for (const details of closed) details.open = false;
      closed = [];
    }
  };
  printing.addEventListener('change', ({ matches }) => expand(matches));

  show();
})();
