import { matchesAction } from '../../analysis/wildcard';
import { nearest } from '../../text/did-you-mean';
import type { KnownAction } from './page-model';

/** The action with that name, or all matches; `isBeginning`: the matches begin with the text. */
export type Found =
  { readonly one: KnownAction } | { readonly many: readonly KnownAction[]; readonly isBeginning: boolean };

/** `who can s3:GetObject?` is a question, `s3:GetObject` too. */
export function actionAsked(text: string): string {
  const plain = text.trim().replace(/[“”"'`]/g, '');
  const question = /^who\s+(?:can|may|could)\s+(?:call\s+|do\s+|use\s+)?(.*?)\??$/i.exec(plain);
  return question?.[1]?.trim() ?? plain;
}

/** Finds actions by their name, a part of it or a pattern. Case does not count, as in a policy. */
export class ActionSearch {
  private readonly byName: ReadonlyMap<string, KnownAction>;

  constructor(readonly all: readonly KnownAction[]) {
    this.byName = new Map(all.map((known) => [known.action.toLowerCase(), known]));
  }

  find(query: string): Found {
    const text = query.toLowerCase();
    const one = this.byName.get(text) ?? this.byName.get(text.replace(/\?$/, ''));
    if (one) return { one };
    const isBeginning = text.includes(':') && !/[*?]/.test(text);
    return { many: this.matching(text, isBeginning), isBeginning };
  }

  /** Up to three actions with similar names. */
  similar(query: string): string[] {
    const near = nearest(query, this.all, ({ action, name }) => (query.includes(':') ? action : name));
    return near.slice(0, 3).map(({ action }) => action);
  }

  private matching(text: string, isBeginning: boolean): readonly KnownAction[] {
    if (/[*?]/.test(text)) {
      const pattern = text.includes(':') ? text : `*${text}*`;
      return this.all.filter(({ action }) => matchesAction(pattern, action));
    }
    if (isBeginning) return this.all.filter(({ action }) => action.toLowerCase().startsWith(text));
    const ofService = this.all.filter(({ service }) => service === text);
    if (ofService.length > 0) return ofService;
    return this.all.filter(({ action }) => action.toLowerCase().includes(text));
  }
}
