import type { ActionCatalogue } from './action-catalogue';
import type { AwsReference } from './aws-reference';
import { matchesAction } from './wildcard';

/** The AWS actions that a pattern matches. */
interface Expanded {
  /** Their indexes in `names`. */
  readonly places: readonly number[];
  readonly actions: readonly string[];
}

/**
 * The AWS reference, with a cache of answers. Most roles are the same under most settings, and several questions go
 * through all AWS actions, so callers that ask more than one question share one analysis.
 */
export class Analysis implements AwsReference {
  readonly actions: ActionCatalogue;
  readonly resourceTypes: AwsReference['resourceTypes'];
  readonly conditionKeys: AwsReference['conditionKeys'];
  /** All actions, in the catalogue's order. */
  readonly names: readonly string[];
  private readonly places: ReadonlyMap<string, readonly number[]>;
  /** By name in lower case, since IAM ignores the case of actions. */
  private readonly placeOf: ReadonlyMap<string, number>;
  private readonly expanded = new Map<string, Expanded>();
  private readonly answers = new Map<unknown, Map<string, unknown>>();
  /** Texts of questions: the same object is asked about several times. */
  private readonly texts = new WeakMap<object, string>();

  constructor({ actions, resourceTypes, conditionKeys }: AwsReference) {
    this.actions = actions;
    this.resourceTypes = resourceTypes;
    this.conditionKeys = conditionKeys;
    this.names = [...actions.keys()];
    this.places = placesByService(this.names);
    this.placeOf = new Map(this.names.map((name, place) => [name.toLowerCase(), place]));
  }

  /**
   * Actions that a pattern matches, in the catalogue's case; empty if it matches none.
   *
   * @param pattern `service:Action` with `*` and `?` in the action's name, or `*` alone: IAM refuses other forms
   */
  expand(pattern: string): readonly string[] {
    return pattern === '*' || /^[^:*?]+:/.test(pattern) ? this.expansionOf(pattern).actions : [];
  }

  /** Like `expand`, but throws if the pattern matches no action. */
  expandKnown(pattern: string): readonly string[] {
    const actions = this.expand(pattern);
    if (actions.length === 0) throw new Error(`"${pattern}" matches no AWS action`);
    return actions;
  }

  /** Indexes in `names` of the actions that a pattern matches. Its wildcards may be anywhere. */
  placesOf(pattern: string): readonly number[] {
    return this.expansionOf(pattern).places;
  }

  /**
   * The answer to a question, computed once.
   *
   * @param compute its answer must depend on the question's JSON text and on this analysis alone
   * @param question must not change
   */
  once<Question, Answer>(
    compute: (question: Question, analysis: Analysis) => Answer,
    question: Question,
  ): Answer {
    const answers = (this.answers.get(compute) ?? new Map<string, Answer>()) as Map<string, Answer>;
    this.answers.set(compute, answers);
    const text = this.textOf(question);
    const answer = answers.get(text) ?? compute(question, this);
    answers.set(text, answer);
    return answer;
  }

  private textOf(question: unknown): string {
    if (typeof question !== 'object' || question === null) return JSON.stringify(question);
    const text = this.texts.get(question) ?? JSON.stringify(question);
    this.texts.set(question, text);
    return text;
  }

  private expansionOf(pattern: string): Expanded {
    const known = this.expanded.get(pattern) ?? this.expandedAnew(pattern);
    this.expanded.set(pattern, known);
    return known;
  }

  private expandedAnew(pattern: string): Expanded {
    const places = this.candidates(pattern).filter((place) =>
      matchesAction(pattern, this.names[place] ?? ''),
    );
    return { places, actions: places.map((place) => this.names[place] ?? '') };
  }

  /** The actions that a pattern may match: its own, those of its service, or all. */
  private candidates(pattern: string): readonly number[] {
    if (!/[*?]/.test(pattern)) {
      const place = this.placeOf.get(pattern.toLowerCase());
      return place === undefined ? [] : [place];
    }
    const service = serviceOf(pattern);
    const isOpen = service === '' || /[*?]/.test(service);
    return isOpen ? [...this.names.keys()] : (this.places.get(service) ?? []);
  }
}

function placesByService(names: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, name] of names.entries()) {
    const service = serviceOf(name);
    const known = places.get(service);
    if (known) known.push(place);
    else places.set(service, [place]);
  }
  return places;
}

function serviceOf(pattern: string): string {
  return pattern.slice(0, Math.max(pattern.indexOf(':'), 0)).toLowerCase();
}
