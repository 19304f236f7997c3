import type { ChangeKind, Limits, RightsChange, RoleRightsChange } from './rights-change';

const VERBS: Readonly<Record<ChangeKind, string>> = {
  added: 'adds',
  removed: 'removes',
  widened: 'widens',
  narrowed: 'narrows',
  changed: 'changes',
};

/** What is said where nothing changed. */
export const NO_CHANGE = 'No change of rights.';

/** Changes of rights as a customer reads them, in Markdown: a list of roles with a list of changes each. */
export function rightsChangeText(roles: readonly RoleRightsChange[]): string {
  if (roles.length === 0) return NO_CHANGE;
  return roles
    .map(({ role, changes }) => [`- ${role}`, ...changes.map((change) => `  - ${lineOf(change)}`)].join('\n'))
    .join('\n');
}

function lineOf(change: RightsChange): string {
  const { kind, of, what, now, before, reason } = change;
  if (of === 'role') {
    const count = kind === 'added' ? `: ${what.join('')}` : '';
    return `${kind === 'added' ? 'new role' : 'no longer installed'}${count}. ${reason}`;
  }
  const subjects = { actions: '', denial: 'denied ', trust: 'trust ', ceiling: 'the ceiling by ' };
  const subject = of in subjects ? subjects[of as keyof typeof subjects] : `${of} `;
  const where =
    now && before
      ? [`now ${limitsText(now)}`, `before ${limitsText(before)}`]
      : [limitsText(now ?? before ?? [])].filter((text) => text !== ANYWHERE);
  const head = `${VERBS[kind]} ${subject}${what.map((item) => `\`${item}\``).join(', ')}`;
  return `${[head, ...where].join('; ')}. ${reason}`;
}

const ANYWHERE = 'without a limit';

/** Where a right holds: the resources and conditions of each grant of it. */
function limitsText(limits: readonly Limits[]): string {
  const texts = limits.map(({ resources, conditions }) => {
    const keys = Object.entries(conditions).flatMap(([operator, of]) =>
      Object.entries(of).map(([key, values]) => `\`${operator} ${key} = ${values.join(' | ')}\``),
    );
    const on = resources.includes('*') ? [] : [`on ${resources.map((arn) => `\`${arn}\``).join(', ')}`];
    return [...on, ...(keys.length > 0 ? [`if ${keys.join(' and ')}`] : [])].join(' ');
  });
  // One grant without limits is a right without limits.
  return texts.length === 0 || texts.includes('') ? ANYWHERE : [...new Set(texts)].join(', or ');
}
