import type { ActionCatalogue } from './action-catalogue';

/**
 * A computation over AWS's actions that is done once for each question: most roles are the same under most settings, and
 * several questions about a role ask for all of its actions.
 *
 * @param compute its answer must depend on the question's JSON text and on the catalogue alone
 */
export function remembered<Question, Answer>(
  compute: (question: Question, catalogue: ActionCatalogue) => Answer,
): (question: Question, catalogue: ActionCatalogue) => Answer {
  const answers = new WeakMap<ActionCatalogue, Map<string, Answer>>();
  return (question, catalogue) => {
    const known = answers.get(catalogue) ?? new Map<string, Answer>();
    answers.set(catalogue, known);
    const text = JSON.stringify(question);
    const answer = known.get(text) ?? compute(question, catalogue);
    known.set(text, answer);
    return answer;
  };
}
