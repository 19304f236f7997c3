/*
 * IAM's wildcards: `*` matches any characters, `?` matches one. We compare letter by letter instead of compiling regular
 * expressions: nearly all pairs differ early, and no cache is needed.
 */

/** In a question: any characters except a colon, like any name or any Region. AWS uses this character nowhere. */
export const PART = '\uE000';

const STAR = '*'.charCodeAt(0);
const QUESTION_MARK = '?'.charCodeAt(0);
const ANY_PART = PART.charCodeAt(0);

/** Whether a text matches a pattern. Only `*` matches a `PART` in the text. */
export function matches(pattern: string, text: string): boolean {
  let at = 0;
  // Position of the last `*`, and the end of the text that it matches so far. Earlier ones need no second try.
  let star = -1;
  let end = 0;
  for (let index = 0; index < text.length;) {
    const wanted = pattern.charCodeAt(at);
    const letter = text.charCodeAt(index);
    if (wanted === STAR) {
      star = at;
      end = index;
      at += 1;
    } else if (wanted === letter || (wanted === QUESTION_MARK && letter !== ANY_PART)) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      end += 1;
      index = end;
      at = star + 1;
    } else return false;
  }
  while (pattern.charCodeAt(at) === STAR) at += 1;
  return at === pattern.length;
}

/** Like `matches`, for actions, ignoring case. */
export function matchesAction(pattern: string, action: string): boolean {
  return startAlike(pattern, action) && matches(pattern.toLowerCase(), action.toLowerCase());
}

/** Nearly all pairs differ in a letter before the first wildcard, mostly in the service. */
function startAlike(pattern: string, action: string): boolean {
  for (let index = 0; index < pattern.length; index += 1) {
    const code = pattern.charCodeAt(index);
    if (code === STAR || code === QUESTION_MARK) return true;
    // This bit is the case of a letter. Other characters that differ only in this bit are left to the full comparison.
    if ((code | 32) !== (action.charCodeAt(index) | 32)) return false;
  }
  return true;
}

/** Whether some text matches both patterns; the second may be a question. */
export function overlap(left: string, right: string): boolean {
  if (left === '*' || right === '*') return true;
  const start = commonStart(left, right);
  // Most pairs differ in a letter.
  if (isLetter(left.charCodeAt(start)) && isLetter(right.charCodeAt(start))) return false;
  return isText(right) ? matches(left, right) : tailsOverlap(left.slice(start), right.slice(start));
}

function isText(pattern: string): boolean {
  return !pattern.includes('*') && !pattern.includes('?') && !pattern.includes(PART);
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

/** Whether a code is an ordinary character. NaN means past the end. */
function isLetter(code: number): boolean {
  return !Number.isNaN(code) && code !== STAR && code !== QUESTION_MARK && code !== ANY_PART;
}

/** Dynamic programming: for each prefix of the one, which prefixes of the other match a common text. */
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
    if (!row.includes(true)) return false;
    before = row;
  }
  return before.at(-1) === true;
}

function isStar(letter: string | undefined): boolean {
  return letter === '*' || letter === PART;
}
