import { ACCESS_LEVELS, type AccessLevel } from '../../analysis/action-catalogue';
import type { Analysis } from '../../analysis/analysis';
import type { LevelCounts } from '../shape/role-shape';

/** AWS's actions, with the queries that the report needs. */
export class Actions {
  /** All, in the catalogue's order. */
  readonly names: readonly string[];
  /** Prefixes of all services. */
  readonly services: readonly string[];
  /** How many actions each level has. */
  readonly levels: LevelCounts;
  /** Counts by set: most roles are denied the same set of actions under most settings. */
  private readonly counted = new WeakMap<ReadonlySet<string>, LevelCounts>();

  constructor(readonly analysis: Analysis) {
    this.names = analysis.names;
    this.services = [...new Set(this.names.map((name) => name.slice(0, name.indexOf(':'))))];
    this.levels = this.count(this.names);
  }

  /** The actions that patterns match, each once, sorted. */
  expand(patterns: readonly string[]): string[] {
    return [...new Set(patterns.flatMap((pattern) => this.analysis.expand(pattern)))].sort();
  }

  /** Access level of an action of the catalogue. */
  levelOf(action: string): AccessLevel {
    const facts = this.analysis.actions.get(action);
    if (!facts) throw new Error(`AWS has no action "${action}"`);
    return facts.accessLevel;
  }

  /** Like `count`, once for each set; it must not change. */
  countSetOnce(actions: ReadonlySet<string>): LevelCounts {
    const counts = this.counted.get(actions) ?? this.count(actions);
    this.counted.set(actions, counts);
    return counts;
  }

  /** Counts the actions of each level. */
  count(actions: Iterable<string>): LevelCounts {
    const counts = Object.fromEntries(ACCESS_LEVELS.map((level) => [level, 0])) as Record<
      AccessLevel,
      number
    >;
    for (const action of actions) counts[this.levelOf(action)] += 1;
    return counts;
  }
}
