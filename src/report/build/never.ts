import { ACCESS_LEVELS } from '../../analysis/action-catalogue';
import { NOTHING_ELSE } from '../../policy/deny-others';
import type { RolePlan } from '../../policy/plan';
import type { Actions } from './listed-actions';
import type { Ceiling, Denial, Never } from '../shape/role-shape';
import { conditionTexts, grouped, listed, nameOf } from '../words';

interface Limits {
  readonly plan: RolePlan;
  readonly ceiling: Ceiling | null;
  readonly denials: readonly Denial[];
  /** Actions that are explicitly denied on every resource. */
  readonly denied: ReadonlySet<string>;
  readonly actions: Actions;
}

/** What a role can never do, the strongest limits first, and what stops it. Actions that are merely not allowed are left out. */
export function neverOf(limits: Limits): Never[] {
  const { plan, ceiling, denials } = limits;
  return [
    ...trustLimits(plan),
    ...(ceiling ? closedLevels(ceiling, limits) : []),
    ...otherActions(limits),
    ...denials
      .filter(({ sid }) => sid !== NOTHING_ELSE)
      .map(({ sid, documents, actions: patterns, resources, notResources, conditions, reason }) => ({
        what: reason,
        actions: patterns,
        stoppedBy: [
          `${sid}, a Deny in ${listed(documents)}`,
          ...(resources.length === 0 || resources.includes('*') ? [] : [`on ${listed(resources)}`]),
          ...(notResources.length > 0 ? [`on anything but ${listed(notResources)}`] : []),
          ...(Object.keys(conditions).length > 0 ? [`if ${listed(conditionTexts(conditions))}`] : []),
        ].join(', '),
      })),
  ];
}

function trustLimits({ role, trust }: RolePlan): Never[] {
  const sids = (effect: 'Allow' | 'Deny'): string =>
    listed(trust.clauses.filter((clause) => clause.effect === effect).map(({ sid }) => sid));
  if (role.trust.some(({ kind }) => kind === 'account')) {
    return [
      {
        what: 'Be assumed by Alphaus, directly or through a role that Alphaus assumes, or by OctoChangeExecutorRole, which runs what Alphaus starts.',
        actions: [],
        stoppedBy: `its trust policy: it trusts no principal of Alphaus, and ${sids('Deny')} denies those roles by name`,
      },
    ];
  }
  return [
    {
      what: 'Be assumed by anyone but Alphaus, or without your external id.',
      actions: [],
      stoppedBy: `its trust policy, whose only statement is ${sids('Allow')}`,
    },
  ];
}

/** Access levels whose actions are all denied. */
function closedLevels({ boundary }: Ceiling, { denied, actions }: Limits): Never[] {
  const all = actions.levels;
  const stopped = actions.countSetOnce(denied);
  const closed = ACCESS_LEVELS.filter((level) => all[level] > 0 && stopped[level] === all[level]);
  if (closed.length === 0) return [];
  const count = closed.reduce((sum, level) => sum + all[level], 0);
  return [
    {
      what: `Call any action of the access levels ${listed(closed)}: 0 of ${grouped(count)}, whatever Alphaus writes into it and whatever a resource policy allows.`,
      actions: [],
      stoppedBy: `the permissions boundary ${nameOf(boundary)}, which explicitly denies each of them`,
    },
  ];
}

function otherActions({ ceiling, denials, denied, actions }: Limits): Never[] {
  if (denied.size === 0) return [];
  const documents = denials.filter(({ sid }) => sid === NOTHING_ELSE).flatMap((denial) => denial.documents);
  const worst = ceiling ? 'even if Alphaus writes Allow * on * into it, and ' : '';
  return [
    {
      what: `Call any of ${grouped(denied.size)} of AWS's ${grouped(actions.names.length)} actions, ${worst}even where a resource policy allows everyone. (AWS allows sts:GetCallerIdentity, which returns the caller's identity, whatever a policy says.)`,
      actions: [],
      stoppedBy: `${NOTHING_ELSE}, a Deny in ${listed(documents)} of every action that it does not name, and the Denies below`,
    },
  ];
}
