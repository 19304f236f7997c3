/*
 * Functions that run inside a page: each is sent there as text, so it may use nothing but its argument and the
 * page's globals. These are spelt out here, since the project's own code must not see those of a browser.
 */

interface PageNode {
  readonly id: string;
  readonly tagName: string;
  readonly className: string;
  readonly textContent: string;
  readonly parentElement: PageNode | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  readonly labels?: { readonly length: number };
  value: string;
  closest: (selector: string) => PageNode | null;
  querySelector: (selector: string) => PageNode | null;
  querySelectorAll: (selector: string) => Iterable<PageNode>;
  getAttribute: (name: string) => string | null;
  getClientRects: () => { readonly length: number };
  getBoundingClientRect: () => { readonly height: number };
  checkVisibility: (options: { readonly contentVisibilityAuto: boolean }) => boolean;
  dispatchEvent: (event: Event) => void;
}

interface Canvas {
  getContext: (kind: '2d') => {
    drawImage: (bitmap: Bitmap, x: number, y: number) => void;
    getImageData: (
      x: number,
      y: number,
      width: number,
      height: number,
    ) => { readonly data: Uint8ClampedArray };
  };
}

interface Bitmap {
  readonly width: number;
  readonly height: number;
}

interface PageGlobals {
  readonly document: PageNode & {
    readonly activeElement: PageNode;
    readonly documentElement: { readonly scrollWidth: number };
    getElementById: (id: string) => PageNode | null;
  };
  getComputedStyle: (node: PageNode) => Readonly<Record<string, string>>;
  createImageBitmap: (blob: Blob) => Promise<Bitmap>;
  OffscreenCanvas: new (width: number, height: number) => Canvas;
}

/** Part of a picture, in its own pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the search says of every n-th action of AWS: the action, and role -> kind of answer. */
export function answersOfEvery(step: number): (readonly [string, Record<string, string>])[] {
  const { document } = globalThis as unknown as PageGlobals;
  const [field, form] = [document.getElementById('query'), document.getElementById('ask-form')];
  const data = document.getElementById('data');
  if (!field || !form || !data) throw new Error('the page has no search');
  const { actions } = JSON.parse(data.textContent) as { actions: Record<string, string> };
  const names = Object.entries(actions).flatMap(([service, lists]) =>
    lists
      .split(/[| ]/)
      .filter((name) => name !== '')
      .map((name) => `${service}:${name}`),
  );
  return names
    .filter((_, index) => index % step === 0)
    .map((action) => {
      field.value = action;
      form.dispatchEvent(new Event('submit', { cancelable: true }));
      const said = [...document.querySelectorAll('#results li.card')].map((card) => [
        card.querySelector('h3')?.textContent ?? '',
        card.className.replace('card ', ''),
      ]);
      return [action, Object.fromEntries(said) as Record<string, string>] as const;
    });
}

/** Id, else text, of what has the focus. */
export function focus(): string {
  const { document } = globalThis as unknown as PageGlobals;
  return document.activeElement.id || document.activeElement.textContent;
}

/** Computed values of some properties of the first element that a selector finds. */
export function styleOf([selector = '', ...properties]: readonly string[]): string[] {
  const { document, getComputedStyle } = globalThis as unknown as PageGlobals;
  const node = document.querySelector(selector);
  if (!node) throw new Error(`the page has no ${selector}`);
  const style = getComputedStyle(node);
  return properties.map((property) => style[property] ?? '');
}

/** What a screen reader would stumble over. */
export function structuralFaults(): string[] {
  const { document } = globalThis as unknown as PageGlobals;
  const all = (selector: string): PageNode[] => [...document.querySelectorAll(selector)];
  const isThere = (id: string): boolean => document.getElementById(id) !== null;
  const ids = all('[id]').map(({ id }) => id);
  const named = all('[aria-labelledby], [aria-describedby]').flatMap((node) =>
    ['aria-labelledby', 'aria-describedby'].flatMap((name) => node.getAttribute(name)?.split(' ') ?? []),
  );
  const links = all('a[href^="#"]').map((link) => (link.getAttribute('href') ?? '').slice(1));
  const levels = all('h1, h2, h3, h4').map(({ tagName }) => Number(tagName[1]));
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} stands there twice`),
    ...[...named, ...links].filter((id) => !isThere(id)).map((id) => `${id} is named and not there`),
    ...all('th:not([scope])').map(({ textContent }) => `head "${textContent}" of a table has no scope`),
    ...all('input, select')
      .filter(({ labels }) => !labels?.length)
      .map(({ id }) => `field ${id} has no label`),
    ...levels
      .filter((level, index) => level > (levels[index - 1] ?? 0) + 1)
      .map((level) => `a heading of level ${level} skips one`),
  ];
}

/** Texts whose contrast to what is behind them is less than asked for. Source: WCAG 2.2, "Contrast (Minimum)". */
export function faintTexts(least: number): string[] {
  const { document, getComputedStyle } = globalThis as unknown as PageGlobals;
  const channels = (text: string): number[] => (/[\d.,\s]+/.exec(text)?.[0] ?? '').split(',').map(Number);
  const luminance = (text: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(text).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (node: PageNode | null): string => {
    if (node === null) return 'rgb(255, 255, 255)';
    const { backgroundColor = '' } = getComputedStyle(node);
    return channels(backgroundColor)[3] === 0 ? behind(node.parentElement) : backgroundColor;
  };
  const isText = (node: PageNode): boolean =>
    [...node.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent.trim() !== '');
  return [...document.querySelectorAll('body *')]
    .filter((node) => isText(node) && node.getClientRects().length > 0)
    .filter((node) => node.closest('svg, script, option, .skip') === null)
    .flatMap((node) => {
      const { color = '' } = getComputedStyle(node);
      const [ink, paper] = [luminance(color), luminance(behind(node))];
      const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      return contrast < least ? [`${contrast.toFixed(2)}: ${node.textContent.slice(0, 60)}`] : [];
    });
}

/** How many parts of the page are folded away. */
export function foldedParts(): number {
  const { document } = globalThis as unknown as PageGlobals;
  return [...document.querySelectorAll('details > :not(summary)')].filter(
    (node) =>
      node.getBoundingClientRect().height === 0 || !node.checkVisibility({ contentVisibilityAuto: true }),
  ).length;
}

/** Pixels that the page takes from side to side. */
export function widthOfContent(): number {
  const { document } = globalThis as unknown as PageGlobals;
  return document.documentElement.scrollWidth;
}

/** Of a PNG: how much of each region differs from its first pixel, and how many colours it has. */
export async function inspect([image, regions]: readonly [string, readonly Region[]]): Promise<{
  readonly drawn: number[];
  readonly colours: number;
}> {
  const { createImageBitmap, OffscreenCanvas } = globalThis as unknown as PageGlobals;
  const bytes = Uint8Array.from(atob(image), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  canvas.drawImage(bitmap, 0, 0);
  const pixels = (x: number, y: number, width: number, height: number): string[] => {
    const { data } = canvas.getImageData(Math.round(x), Math.round(y), Math.round(width), Math.round(height));
    return Array.from({ length: data.length / 4 }, (_, index) => data.slice(index * 4, index * 4 + 3).join());
  };
  const [paper] = pixels(0, 0, 1, 1);
  return {
    drawn: regions.map(({ x, y, width, height }) => {
      const part = pixels(x, y, width, height);
      return part.filter((pixel) => pixel !== paper).length / part.length;
    }),
    colours: new Set(pixels(0, 0, bitmap.width, bitmap.height)).size,
  };
}
