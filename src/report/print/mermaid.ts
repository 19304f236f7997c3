import type { Relation, Relations } from '../build/relations';

const ARROWS: Readonly<Record<Relation['kind'], string>> = { assumes: '-->', acts: '-.->', never: '--x' };

/** Relations as a Mermaid flow chart, which Markdown viewers draw. */
export function mermaid({ actors, relations }: Relations): string {
  return [
    'flowchart LR',
    ...actors.map(({ id, label, kind }) => {
      const text = label.join('<br/>').replace(/[{}]/g, (brace) => (brace === '{' ? '#123;' : '#125;'));
      return `  ${id}${kind.endsWith('role') ? `["${text}"]` : `(["${text}"])`}`;
    }),
    ...relations.map(({ from, to, label, kind }) => `  ${from} ${ARROWS[kind]}|"${label}"| ${to}`),
  ].join('\n');
}
