import { wrapped } from '../../text/wrapped';
import type { Relation, Relations } from '../build/relations';

const EDGE_STYLES: Readonly<Record<Relation['kind'], string>> = {
  assumes: 'style=solid, arrowhead=normal',
  acts: 'style=dashed, arrowhead=vee',
  never: 'style=dotted, arrowhead=tee, constraint=false',
};

/**
 * Relations in Graphviz's language. Classes name the kinds, so that the page's style sheet sets their colours, light or
 * dark. Each kind of line also has its own style, for readers who cannot tell the colours apart.
 */
export function dot({ actors, relations }: Relations): string {
  const nodes = actors.map(({ id, label, kind }) => {
    const shape = kind.endsWith('role') ? 'box' : kind === 'service' ? 'box' : 'ellipse';
    return `  ${id} [label=${quoted(label.join('\n'))}, class=${quoted(`actor ${kind}`)}, shape=${shape}];`;
  });
  const edges = relations.map(
    ({ from, to, label, kind }) =>
      `  ${from} -> ${to} [label=${quoted(wrapped(label, LABEL_WIDTH).join('\n'))}, class=${quoted(kind)}, ${EDGE_STYLES[kind]}];`,
  );
  return [
    'digraph octo {',
    '  graph [rankdir=LR, bgcolor=transparent, pad=0.1, nodesep=0.4, ranksep=0.35];',
    '  node [fontname="Helvetica", fontsize=14, style="rounded,filled", fillcolor=white, margin="0.2,0.12"];',
    '  edge [fontname="Helvetica", fontsize=12];',
    ...nodes,
    ...edges,
    '}',
    '',
  ].join('\n');
}

const LABEL_WIDTH = 17;

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
