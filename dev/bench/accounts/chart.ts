/** Values against a number of accounts, as one line of a panel. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** One set of axes. */
export interface Panel {
  readonly title: string;
  /** What the axis upwards shows, with its unit. */
  readonly axis: string;
  /** Both axes; logarithmic where what is shown spans powers of ten. */
  readonly scale: 'linear' | 'logarithmic';
  readonly series: readonly Series[];
  /** A level that must not be passed. @default - none */
  readonly limit?: { readonly y: number; readonly name: string };
}

interface Axis {
  readonly ticks: readonly number[];
  /** Share of the axis' length, 0 to 1. */
  readonly place: (value: number) => number;
}

const PANEL = { width: 460, height: 320 };
const PLOT = { left: 62, right: 20, top: 38, bottom: 48 };
const LEGEND_HEIGHT = 40;
const COLUMNS = 2;

/** Told apart without colours, too: by the marks. The colours are those of Okabe and Ito. */
const LOOKS = [
  { colour: '#0072b2', mark: circle },
  { colour: '#d55e00', mark: square },
  { colour: '#009e73', mark: triangle },
] as const;

/** Panels beside and below each other, as an SVG that needs no other file. */
export function chart(title: string, panels: readonly Panel[]): string {
  const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
  const width = COLUMNS * PANEL.width;
  const height = LEGEND_HEIGHT + Math.ceil(panels.length / COLUMNS) * PANEL.height;
  const drawn = panels.map((panel, index) => {
    const x = (index % COLUMNS) * PANEL.width;
    const y = LEGEND_HEIGHT + Math.floor(index / COLUMNS) * PANEL.height;
    return `<g transform="translate(${x} ${y})">\n${drawPanel(panel, names)}\n</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
      'font-family="system-ui, sans-serif" font-size="12" fill="#333333" role="img" aria-labelledby="title">',
    `<title id="title">${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    legend(names),
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function legend(names: readonly string[]): string {
  const spacing = (COLUMNS * PANEL.width - PLOT.left) / Math.max(names.length, 1);
  return names
    .map((name, index) => {
      const x = PLOT.left + index * spacing;
      const { colour, mark } = look(index);
      const stroke = `<path d="M${x} 22h28" stroke="${colour}" stroke-width="2"/>`;
      return `${stroke}${mark(x + 14, 22, colour)}${text(x + 36, 26, name)}`;
    })
    .join('\n');
}

function drawPanel({ title, axis, scale, series, limit }: Panel, names: readonly string[]): string {
  const all = series.flatMap(({ points }) => points);
  const makeAxis = scale === 'linear' ? linearAxis : logarithmicAxis;
  const counts = [...new Set(all.map(({ x }) => x))].sort((left, right) => left - right);
  const across = { ...makeAxis(counts), ticks: counts };
  const upwards = makeAxis([...all.map(({ y }) => y), ...(limit ? [limit.y] : [])]);
  const right = PANEL.width - PLOT.right;
  const bottom = PANEL.height - PLOT.bottom;
  const toX = (value: number): number => round(PLOT.left + across.place(value) * (right - PLOT.left));
  const toY = (value: number): number => round(bottom - upwards.place(value) * (bottom - PLOT.top));
  return [
    text(PLOT.left, 20, title, 'font-weight="600" font-size="14"'),
    ...upwards.ticks.map(
      (tick) =>
        `<path d="M${PLOT.left} ${toY(tick)}H${right}" stroke="#dddddd"/>` +
        text(PLOT.left - 8, toY(tick) + 4, label(tick), 'text-anchor="end"'),
    ),
    ...across.ticks.map((tick) => text(toX(tick), bottom + 18, label(tick), 'text-anchor="middle"')),
    `<path d="M${PLOT.left} ${bottom}H${right}" stroke="#888888"/>`,
    text((PLOT.left + right) / 2, bottom + 38, 'accounts', 'text-anchor="middle"'),
    text(0, 0, axis, `text-anchor="middle" transform="translate(16 ${(PLOT.top + bottom) / 2}) rotate(-90)"`),
    ...(limit
      ? [
          `<path d="M${PLOT.left} ${toY(limit.y)}H${right}" stroke="#cc0000" stroke-dasharray="5 4"/>`,
          text(PLOT.left + 6, toY(limit.y) + 16, limit.name, 'fill="#cc0000"'),
        ]
      : []),
    ...series.map(({ name, points }) => {
      const { colour, mark } = look(names.indexOf(name));
      const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${toX(x)} ${toY(y)}`).join('');
      const marks = points.map(({ x, y }) => mark(toX(x), toY(y), colour)).join('');
      return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${marks}`;
    }),
  ].join('\n');
}

function linearAxis(values: readonly number[]): Axis {
  const most = Math.max(...values, 1);
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const steps = Math.ceil(most / step);
  return {
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
    place: (value) => value / (steps * step),
  };
}

function logarithmicAxis(values: readonly number[]): Axis {
  const logarithms = values.map((value) => Math.log10(value));
  const least = Math.floor(Math.min(...logarithms));
  const most = Math.max(Math.ceil(Math.max(...logarithms)), least + 1);
  return {
    ticks: Array.from({ length: most - least + 1 }, (_, index) => 10 ** (least + index)),
    place: (value) => (Math.log10(value) - least) / (most - least),
  };
}

function look(index: number): (typeof LOOKS)[number] {
  return LOOKS[index % LOOKS.length] ?? LOOKS[0];
}

function circle(x: number, y: number, colour: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="4" fill="${colour}"/>`;
}

function square(x: number, y: number, colour: string): string {
  return `<rect x="${round(x - 4)}" y="${round(y - 4)}" width="8" height="8" fill="${colour}"/>`;
}

function triangle(x: number, y: number, colour: string): string {
  return `<path d="M${round(x)} ${round(y - 5)}l5 9h-10z" fill="${colour}"/>`;
}

function text(x: number, y: number, content: string, attributes = ''): string {
  const more = attributes === '' ? '' : ` ${attributes}`;
  return `<text x="${round(x)}" y="${round(y)}"${more}>${escaped(content)}</text>`;
}

function label(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}

function escaped(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
