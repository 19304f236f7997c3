import { RETURNS_CONTENT } from '../review/returns-content';
import type { ActionCatalogue } from './action-catalogue';
import { expand } from './expand';

/** Actions that return content, with what they return: the list's patterns, expanded. */
export function contentActions(
  catalogue: ActionCatalogue,
  content: Readonly<Record<string, string>> = RETURNS_CONTENT,
): Map<string, string> {
  return new Map(
    Object.entries(content).flatMap(([pattern, returns]) =>
      expand(pattern, catalogue).map((action) => [action, returns] as const),
    ),
  );
}
