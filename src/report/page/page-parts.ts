import { grouped } from '../words';
import { html, type Content, type Html } from './html';

/** A name or a pattern, as code. */
export function code(text: string): Html {
  return html`<code>${text}</code>`;
}

/** Actions in a line that wraps. */
export function codeLine(texts: readonly string[]): Html {
  return html`<p class="actions">${texts.map((text) => html`${code(text)} `)}</p>`;
}

/** A list without bullets. */
export function plainList(items: readonly Content[]): Html {
  return html`<ul class="plain">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

/** The result of an answer, shown by a colour and a sign. */
export type BadgeKind = 'admin' | 'yes' | 'limited' | 'added' | 'no';

/** A short text in the colour of its kind. */
export function badge(kind: BadgeKind, text: string): Html {
  return html`<span class="badge ${kind}">${text}</span>`;
}

/** Part of the page that scrolls sideways if it is wider than the screen, by keyboard too. */
export function scrolling(label: string, content: Html, kind = ''): Html {
  return html`<div class="scroll ${kind}" tabindex="0" role="region" aria-label="${label}">${content}</div>`;
}

/** The parts of a table. */
export interface TableParts {
  /** Its name for screen readers. */
  readonly label: string;
  readonly caption?: string;
  /** Heads of the columns of texts. */
  readonly columns: readonly string[];
  /** Heads of the columns of numbers, which come after them. */
  readonly numbers?: readonly string[];
  /** `<tr>` elements. */
  readonly rows: readonly Html[];
}

/** A table, which may be wider than the screen. */
export function table({ label, caption, columns, numbers = [], rows }: TableParts): Html {
  return scrolling(
    label,
    html`<table>
      ${
        caption === undefined
          ? ''
          : html`<caption>
              ${caption}
            </caption>`
      }
      <thead>
        <tr>
          ${columns.map((head) => html`<th scope="col">${head}</th>`)}
          ${numbers.map((head) => html`<th scope="col" class="number">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
  );
}

/** Cells of numbers. */
export function numberCells(values: readonly number[]): Html {
  return html`${values.map((value) => html`<td class="number">${grouped(value)}</td>`)}`;
}

/** A term and its descriptions. */
export type Term = readonly [term: Content, said: readonly Content[]];

/** Terms with their descriptions, without terms that have none. */
export function termList(terms: readonly Term[]): Html {
  const said = terms.filter(([, texts]) => texts.length > 0);
  if (said.length === 0) return html``;
  return html`<dl>
    ${said.map(
      ([term, texts]) =>
        html`<dt>${term}</dt>
          ${texts.map((text) => html`<dd>${text}</dd>`)}`,
    )}
  </dl>`;
}

/** The limits of a right, as terms. */
export function limitTerms(
  resources: readonly string[],
  conditions: readonly string[],
  [on, onlyIf]: readonly [string, string] = ['Only on', 'Only if'],
): Term[] {
  return [
    [on, resources.includes('*') ? [] : resources.map(code)],
    [onlyIf, conditions.map(code)],
  ];
}
