import { Answers } from './answers';
import type { PageData } from './page-model';

/*
 * The search of the permission report. It computes every answer from the data in the page, which comes from the analysis
 * of the policy documents.
 */

const SHOWN_AT_FIRST = 60;

/** Milliseconds without a key press after which the search answers. */
const PAUSE = 120;

function element<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} with the id ${id}`);
}

/**
 * Answers whatever is typed, chosen or clicked. Exported, since esbuild treats a file without exports as CommonJS and
 * wraps it.
 */
export function answerQuestions(): void {
  const answers = new Answers(JSON.parse(element('data', HTMLScriptElement).text) as PageData);
  const form = element('ask-form', HTMLFormElement);
  const filters = element('filters', HTMLFieldSetElement);
  const query = element('query', HTMLInputElement);
  const role = element('role', HTMLSelectElement);
  const service = element('service', HTMLSelectElement);
  const level = element('level', HTMLSelectElement);
  const worst = element('worst', HTMLInputElement);
  const answer = element('answer', HTMLElement);
  const results = element('results', HTMLElement);
  let timer: number | undefined;

  function show(most = SHOWN_AT_FIRST): void {
    const chosen = { role: role.value, service: service.value, level: level.value, isWorst: worst.checked };
    const said = answers.answer(query.value, chosen, most);
    // Set only if it differs: a screen reader reads it aloud each time.
    if (answer.textContent !== said.text) answer.textContent = said.text;
    // `html` has escaped the texts of the question and of the data.
    results.innerHTML = said.results.text;
  }

  query.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      show();
    }, PAUSE);
  });
  filters.addEventListener('change', () => {
    show();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show();
  });
  form.addEventListener('reset', () => {
    // The fields are empty only after the event.
    setTimeout(() => {
      show();
      query.focus();
    });
  });
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-ask], [data-all]') : null;
    if (!button) return;
    const { ask } = button.dataset;
    if (ask === undefined) {
      show(Infinity);
      results.querySelector<HTMLElement>('.scroll')?.focus();
      return;
    }
    query.value = ask;
    show();
    // A button in the old answer is gone, and the focus with it.
    if (!button.isConnected) query.focus();
  });
  form.hidden = false;
  // A browser that returns to the page fills in the last question.
  show();
}

/** Unfolds folded parts for printing, and folds them again afterwards. */
function unfoldForPrint(): void {
  let unfolded: HTMLDetailsElement[] = [];
  matchMedia('print').addEventListener('change', ({ matches: isPrint }) => {
    if (isPrint) unfolded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of unfolded) details.open = isPrint;
  });
}

answerQuestions();
unfoldForPrint();
