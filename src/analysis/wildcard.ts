/** Whether a text matches a pattern of IAM: `*` is any characters, `?` is one. */
export function matches(pattern: string, text: string): boolean {
  return compiled(pattern, 's').test(text);
}

/** As `matches`, for actions, whose case does not count. */
export function matchesAction(pattern: string, action: string): boolean {
  return startAlike(pattern, action) && compiled(pattern, 'is').test(action);
}

/** Nearly all pairs differ in a letter before the first wildcard, mostly in the service. */
function startAlike(pattern: string, action: string): boolean {
  for (let index = 0; index < pattern.length; index += 1) {
    const code = pattern.charCodeAt(index);
    if (code === STAR || code === QUESTION_MARK) return true;
    // This bit is the case of a letter. Other pairs that differ in it alone are left to the expression.
    if ((code | 32) !== (action.charCodeAt(index) | 32)) return false;
  }
  return true;
}

/** Whether some text matches both patterns. */
export function overlap(left: string, right: string): boolean {
  if (left === '*' || right === '*') return true;
  const start = commonStart(left, right);
  // Most pairs differ in a letter.
  if (isLetter(left.charCodeAt(start)) && isLetter(right.charCodeAt(start))) return false;
  // Nearly always one of them is a text, for which expressions are faster.
  if (!isPattern(right)) return matches(left, right);
  if (!isPattern(left)) return matches(right, left);
  const known = overlapping.get(left) ?? new Map<string, boolean>();
  overlapping.set(left, known);
  const answer = known.get(right) ?? tailsOverlap(left.slice(start), right.slice(start));
  known.set(right, answer);
  return answer;
}

/** Two patterns take long to compare, and the same ones are compared for every setting. */
const overlapping = new Map<string, Map<string, boolean>>();

function isPattern(text: string): boolean {
  return text.includes('*') || text.includes('?') || text.includes(PART);
}

function commonStart(left: string, right: string): number {
  let index = 0;
  while (
    index < left.length &&
    left.charCodeAt(index) !== STAR &&
    left.charCodeAt(index) === right.charCodeAt(index)
  )
    index += 1;
  return index;
}

/** Whether a code stands for itself alone. There is none past the end. */
function isLetter(code: number): boolean {
  return !Number.isNaN(code) && !WILDCARDS.includes(code);
}

/** For each beginning of the one, which beginnings of the other have a text in common with it. */
function tailsOverlap(left: string, right: string): boolean {
  let before = [true];
  for (let j = 0; j < right.length; j += 1) before.push(before[j] === true && isStar(right[j]));
  for (const a of left) {
    const row = [before[0] === true && isStar(a)];
    for (let j = 0; j < right.length; j += 1) {
      const b = right[j];
      const same = before[j] === true && (a === b || a === '?' || b === '?');
      const byLeft = isStar(a) && (before[j + 1] === true || row[j] === true);
      const byRight =
        isStar(b) && (row[j] === true || (before[j + 1] === true && !(b === PART && a === ':')));
      row.push(same || byLeft || byRight);
    }
    before = row;
  }
  return before.at(-1) === true;
}

/** In the second pattern of `overlap()`: any characters but a colon. */
export const PART = '\uE000';

const STAR = '*'.charCodeAt(0);
const QUESTION_MARK = '?'.charCodeAt(0);
const WILDCARDS = [STAR, QUESTION_MARK, PART.charCodeAt(0)];

function isStar(letter: string | undefined): boolean {
  return letter === '*' || letter === PART;
}

const withCase = new Map<string, RegExp>();
const withoutCase = new Map<string, RegExp>();

function compiled(pattern: string, flags: 's' | 'is'): RegExp {
  const expressions = flags === 's' ? withCase : withoutCase;
  const known = expressions.get(pattern);
  if (known) return known;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll(PART, '[^:]*');
  const expression = new RegExp(`^${source}$`, flags);
  expressions.set(pattern, expression);
  return expression;
}
