/** A text for `Fn::Sub`, and the values of its variables. */
export interface Shortened {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A variable in the text, the beginning of an action with the comma before it, a word of its name, or any other character. */
const WORD = /\$\{[^}]*\}|,?[a-z0-9-]+:|[A-Z]+[a-z0-9]*|./g;
/** Most words in a row that become one variable. */
const LONGEST = 4;
const NAMES = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
/** Characters of a use, `${a}`, and those of a definition beside the words, `,"a":""`. */
const COST = { definition: 7, use: 4 };

/** A text with the words that occur most often as variables, which takes fewer bytes. */
export function shortened(text: string): Shortened {
  const values: Record<string, string> = {};
  let shorter = text;
  for (const name of NAMES) {
    const best = bestWords(shorter);
    if (best === undefined) break;
    values[name] = best;
    shorter = shorter.replaceAll(best, `\${${name}}`);
  }
  return { text: shorter, values };
}

/** The words in a row that save most bytes as a variable; undefined if none saves any. */
function bestWords(text: string): string | undefined {
  const words = text.match(WORD) ?? [];
  const uses = new Map<string, number>();
  for (const start of words.keys()) {
    let row = '';
    for (const word of words.slice(start, start + LONGEST)) {
      if (word.startsWith('$')) break;
      row += word;
      if (row.length > COST.use) uses.set(row, (uses.get(row) ?? 0) + 1);
    }
  }
  let best: { readonly row: string; readonly saved: number } | undefined;
  for (const [row, count] of uses) {
    const saved = count * (row.length - COST.use) - row.length - COST.definition;
    if (saved > (best?.saved ?? 0)) best = { row, saved };
  }
  return best?.row;
}
