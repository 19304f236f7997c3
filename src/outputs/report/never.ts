import type { InstalledRole } from '../../policy/installed';
import { statementsOf } from '../../analysis/statements';
import { LEVELS, type Actions } from './actions';
import type { Ceiling, Denial, Never } from './model';
import { conditionTexts, grouped, listed, nameOf } from './words';

interface Limits {
  readonly installed: InstalledRole;
  readonly ceiling: Ceiling | null;
  readonly denials: readonly Denial[];
  /** How many actions it may call. */
  readonly possible: number;
  readonly actions: Actions;
}

/** What a role can never do, the strongest first, and what stops it. */
export function neverOf({ installed, ceiling, denials, possible, actions }: Limits): Never[] {
  return [
    ...trustLimits(installed),
    ...(ceiling ? closedLevels(ceiling, actions) : []),
    ...otherActions(ceiling, possible, actions),
    ...denials.map(
      ({ sid, documents, actions: patterns, notActions, resources, notResources, conditions, reason }) => ({
        what: reason,
        actions: patterns,
        stoppedBy: [
          `${sid}, a Deny in ${listed(documents)}`,
          ...(notActions.length > 0 ? [`of every action but ${listed(notActions)}`] : []),
          ...(resources.length === 0 || resources.includes('*') ? [] : [`on ${listed(resources)}`]),
          ...(notResources.length > 0 ? [`on anything but ${listed(notResources)}`] : []),
          ...(Object.keys(conditions).length > 0 ? [`if ${listed(conditionTexts(conditions))}`] : []),
        ].join(', '),
      }),
    ),
  ];
}

function trustLimits({ trust }: InstalledRole): Never[] {
  const statements = statementsOf(trust);
  const denied = statements.find(({ effect }) => effect === 'Deny');
  if (denied) {
    return [
      {
        what: 'Be assumed by Alphaus, directly or through a role that Alphaus assumes.',
        actions: [],
        stoppedBy: `its trust policy: it names nobody of Alphaus, and ${denied.sid} denies those roles by name`,
      },
    ];
  }
  return [
    {
      what: 'Be assumed by anybody but Alphaus, or without your external id.',
      actions: [],
      stoppedBy: `its trust policy, of which ${listed(statements.map(({ sid }) => sid))} is the one statement`,
    },
  ];
}

function closedLevels({ levels, boundary }: Ceiling, actions: Actions): Never[] {
  const all = actions.count(actions.names);
  const closed = LEVELS.filter((level) => levels[level] === 0);
  if (closed.length === 0) return [];
  const count = closed.reduce((sum, level) => sum + all[level], 0);
  return [
    {
      what: `Call any action of the access levels ${listed(closed)}: 0 of ${grouped(count)}, whatever Alphaus writes into it.`,
      actions: [],
      stoppedBy: `the boundary ${nameOf(boundary)}, which allows none of them`,
    },
  ];
}

function otherActions(ceiling: Ceiling | null, possible: number, actions: Actions): Never[] {
  const count = actions.names.length;
  if (possible === count) return [];
  if (!ceiling) {
    return [
      {
        what: `Call any other of AWS's actions, ${grouped(count - possible)} of ${grouped(count)}.`,
        actions: [],
        stoppedBy: 'its policies: none allows them, and Alphaus can write no policy into the role',
      },
    ];
  }
  const ever = LEVELS.reduce((sum, level) => sum + ceiling.levels[level], 0);
  return [
    {
      what: `Call any of the other ${grouped(count - ever)} of AWS's ${grouped(count)} actions, even if Alphaus writes Allow * on * into it, unless a resource policy of yours names its session.`,
      actions: [],
      stoppedBy: `the boundary ${nameOf(ceiling.boundary)}, which does not allow or expressly denies them`,
    },
  ];
}
