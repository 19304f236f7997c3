/** HTML text. Values put into it are escaped, unless they are HTML text themselves. */
export class Html {
  /** @param text HTML, taken as it is */
  constructor(readonly text: string) {}
}

/** A value that can be put into HTML. */
export type Content = string | number | Html | readonly Html[];

/** Template literals as HTML. Values are escaped for text and for quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(
    strings.map((text, index) => `${index === 0 ? '' : contentText(values[index - 1])}${text}`).join(''),
  );
}

/** A text with code in backticks, as in Markdown. */
export function marked(text: string): Html {
  const parts = text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return html`${parts}`;
}

/** JSON for a script element: `<` cannot end it, nor begin a comment. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

function contentText(content: Content | undefined): string {
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(({ text }) => text).join('');
  return escaped(String(content ?? ''));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
