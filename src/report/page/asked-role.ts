import { byAction, type DenialPart, type GrantPart, type Part, type RolePart } from './page-model';
import type { BadgeKind } from './page-parts';

/** What a role may do with an action, and why, or what stops it. */
export interface Verdict {
  readonly answer: BadgeKind;
  /** Statements that grant it. */
  readonly grants: readonly GrantPart[];
  /** Statements that deny it, or some of it. */
  readonly denials: readonly DenialPart[];
  /** How Alphaus could add it, if nothing grants it. */
  readonly addable: readonly Part[];
}

/** A Deny of all actions but some. */
interface DenialOfOthers {
  readonly denial: DenialPart;
  readonly but: ReadonlyMap<string, unknown>;
}

/** A role that can be asked about actions. */
export class AskedRole {
  private readonly granted: ReadonlyMap<string, readonly GrantPart[]>;
  private readonly denied: ReadonlyMap<string, readonly DenialPart[]>;
  private readonly deniesOthers: readonly DenialOfOthers[];
  private readonly addable: ReadonlyMap<string, readonly Part[]>;

  constructor(readonly part: RolePart) {
    this.granted = byAction(part.grants);
    this.denied = byAction(part.denials.filter(({ isOfOthers }) => !isOfOthers));
    this.deniesOthers = part.denials
      .filter(({ isOfOthers }) => isOfOthers)
      .map((denial) => ({ denial, but: byAction([denial]) }));
    this.addable = byAction(part.headroom);
  }

  /** Whether it may do everything. */
  get isAdministrator(): boolean {
    return this.part.managed.length > 0;
  }

  /** @param isWorst whether to assume that Alphaus has written `Allow *` wherever it can */
  verdict(action: string, isWorst: boolean): Verdict {
    if (this.isAdministrator) return { answer: 'admin', grants: [], denials: [], addable: [] };
    const grants = this.granted.get(action) ?? [];
    const denials = [
      ...(this.denied.get(action) ?? []),
      ...this.deniesOthers.filter(({ but }) => !but.has(action)).map(({ denial }) => denial),
    ];
    if (grants.length > 0) {
      const answer = grants.every(isLimited) || denials.length > 0 ? 'limited' : 'yes';
      return { answer, grants, denials, addable: [] };
    }
    const addable = this.addable.get(action) ?? [];
    const answer = isWorst && addable.length > 0 ? 'added' : 'no';
    return { answer, grants, denials: denials.filter((denial) => !isLimited(denial)), addable };
  }
}

function isLimited({ resources, conditions }: Part): boolean {
  return !resources.includes('*') || conditions.length > 0;
}
