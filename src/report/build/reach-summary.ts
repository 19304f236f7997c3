import { ACCESS_LEVELS, changesNothing } from '../../analysis/action-catalogue';
import type { Analysis } from '../../analysis/analysis';
import { reachOf, type ActionReach, type Reach } from '../../analysis/reach/reach';
import { defaults, type Configuration } from '../../inputs/inputs';
import { conditionsText } from '../words';
import { accountModelOf } from './reach-report';
import { SETTINGS, withSetting } from './reported-settings';

/** How far Alphaus gets in one installation, short enough to read in a diff of two commits. */
export interface ReachSummary {
  /** Ids of the escalation paths that need no approval of the customer. */
  readonly administratorWithoutApproval: readonly string[];
  readonly administratorWithApproval: readonly string[];
  /** Paths that exist only under a condition in the customer's account: path -> condition. */
  readonly administratorSupposing: Readonly<Record<string, string>>;
  readonly weaknesses: readonly string[];
  /** Role -> whether Alphaus can write any inline policy into it. */
  readonly sessions: Readonly<Record<string, 'as installed' | 'whatever is written into it'>>;
  /** What sessions of Alphaus may call: service -> access levels. */
  readonly services: Readonly<Record<string, string>>;
  /** Each of these actions above Read and List, and on which resources. */
  readonly exceptions: Readonly<Record<string, string>>;
  /** How many AWS actions Alphaus reaches without an approval, only with one, and never. */
  readonly actions: {
    readonly withoutApproval: number;
    readonly onlyWithApproval: number;
    readonly never: number;
  };
}

/** How a setting changes a summary; parts that do not change are absent. */
export interface ReachChange {
  readonly setting: string;
  readonly adds: Partial<ReachSummary>;
  readonly takes: Partial<ReachSummary>;
}

/** How far Alphaus gets by default, and how each setting and the CloudFormation delivery change it. */
export interface ReachSummaries {
  readonly byDefault: ReachSummary;
  readonly changes: readonly ReachChange[];
}

/** A short summary of the reach for every setting. */
export function reachSummaries(analysis: Analysis): ReachSummaries {
  const base = { ...defaults(), principal: '{principal}', externalId: '{externalId}' };
  const summary = (configuration: Configuration): ReachSummary =>
    summarized(reachOf(accountModelOf(configuration), analysis), analysis);
  const byDefault = summary(base);
  const ofForm = { ...base, cloudformationStackArn: '{stackArn}' };
  const change = (setting: string, other: ReachSummary): ReachChange => ({
    setting,
    adds: more(other, byDefault),
    takes: more(byDefault, other),
  });
  return {
    byDefault,
    changes: [
      ...SETTINGS.map(({ input, setting }) =>
        change(`${input} = ${JSON.stringify(setting)}`, summary(withSetting(base, input, setting))),
      ),
      change('installed by the CloudFormation template', summary(ofForm)),
    ].filter(({ adds, takes }) => Object.keys({ ...adds, ...takes }).length > 0),
  };
}

function summarized(reach: Reach, analysis: Analysis): ReachSummary {
  const { sessions, paths, weaknesses, withoutApproval, onlyWithApproval, never } = reach;
  const calls = [...reach.calls.values()];
  const idsOf = (withApproval: boolean): string[] =>
    paths
      .filter(({ approval, supposing }) => approval === withApproval && supposing === undefined)
      .map(({ id }) => id);
  return {
    administratorWithoutApproval: idsOf(false),
    administratorWithApproval: idsOf(true),
    administratorSupposing: Object.fromEntries(
      paths.flatMap(({ id, supposing }) => (supposing === undefined ? [] : [[id, supposing]])),
    ),
    weaknesses: weaknesses.map(({ id }) => id),
    sessions: Object.fromEntries(
      sessions.map(({ role, written }) => [role, written ? 'whatever is written into it' : 'as installed']),
    ),
    services: servicesOf(calls, analysis),
    exceptions: Object.fromEntries(
      calls
        .filter(({ action }) => !changesNothing(analysis.actions.get(action)?.accessLevel))
        .map(({ action, roles, resources, conditions }) => [
          action,
          [`${roles.join(', ')} on ${resources.join(', ')}`, ...conditionsText(conditions)].join('; '),
        ]),
    ),
    actions: {
      withoutApproval: withoutApproval.size,
      onlyWithApproval: onlyWithApproval.length,
      never: never.length,
    },
  };
}

function servicesOf(reached: readonly ActionReach[], analysis: Analysis): Record<string, string> {
  const levels = new Map<string, Set<string>>();
  for (const { action } of reached) {
    const service = action.slice(0, action.indexOf(':'));
    const known = levels.get(service) ?? new Set();
    levels.set(service, known.add(analysis.actions.get(action)?.accessLevel ?? ''));
  }
  return Object.fromEntries(
    [...levels]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([service, found]) => [service, ACCESS_LEVELS.filter((level) => found.has(level)).join(', ')]),
  );
}

/** The parts of a summary that another one does not have or that differ in it. */
function more(summary: ReachSummary, than: ReachSummary): Partial<ReachSummary> {
  return Object.fromEntries(
    Object.entries(summary).flatMap(([part, value]) => {
      const left = lacking(value as object, than[part as keyof ReachSummary]);
      return Object.keys(left).length > 0 ? [[part, left]] : [];
    }),
  );
}

function lacking(value: object, other: object): object {
  if (Array.isArray(value))
    return (value as unknown[]).filter((item) => !(other as unknown[]).includes(item));
  return Object.fromEntries(
    Object.entries(value).filter(([key, item]) => (other as Record<string, unknown>)[key] !== item),
  );
}
