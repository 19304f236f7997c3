import { Html } from '../page/html';

/** The text alternative of a diagram. */
export interface Alternative {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/**
 * Graphviz's SVG as part of a page: without a file header, ids and tool tips, and with a title and a description.
 */
export function drawing(svg: string, { id, title, description }: Alternative): Html {
  const body = svg
    .slice(svg.indexOf('<svg'))
    .replace(/<!--[\s\S]*?-->\s*/g, '')
    .replace(/<title>[\s\S]*?<\/title>\s*/g, '')
    .replace(/ id="[^"]*"/g, '')
    .replace(/\s+xmlns:xlink="[^"]*"/, '');
  const viewBox = /viewBox="[^"]*"/.exec(body)?.[0];
  const width = /<svg width="([0-9.]+)pt"/.exec(body)?.[1];
  if (viewBox === undefined || width === undefined) throw new Error('Graphviz drew no SVG of a known size');
  const head = `<svg role="img" aria-labelledby="${id}-title" aria-describedby="${id}-text" width="${width}" ${viewBox} xmlns="http://www.w3.org/2000/svg">`;
  const words = `<title id="${id}-title">${plain(title)}</title>\n<desc id="${id}-text">${plain(description)}</desc>`;
  return new Html(`${head}\n${words}\n${body.slice(body.indexOf('>', body.indexOf('<svg')) + 1).trim()}`);
}

function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
