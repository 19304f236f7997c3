/** The known word that was probably meant; undefined if none is close. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  return nearest(word, known, (text) => text)[0];
}

/** The candidates that were probably meant, closest first. `textOf` gives the text to compare. */
export function nearest<T>(word: string, candidates: readonly T[], textOf: (candidate: T) => string): T[] {
  const meant = letters(word);
  return candidates
    .flatMap((candidate) => {
      const text = letters(textOf(candidate));
      const limit = Math.max(1, Math.floor(textOf(candidate).length / 3));
      const distance = editDistance(meant, text, limit);
      return distance <= limit ? [{ candidate, distance }] : [];
    })
    .sort((left, right) => left.distance - right.distance)
    .map(({ candidate }) => candidate);
}

/** Letters and digits only: to people, `externalId`, `External-Id` and `external_id` are the same word. */
function letters(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Letters to insert, delete, replace, or swap with the next (optimal string alignment); Infinity beyond the limit. */
function editDistance(left: string, right: string, limit: number): number {
  // The distance is at least the difference of the lengths.
  if (Math.abs(left.length - right.length) > limit) return Infinity;
  const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      const isSwapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swapped = isSwapped ? at(before, j - 2) + 1 : Infinity;
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + cost, swapped));
    }
    // No later row can have a smaller distance.
    if (Math.min(...next) > limit) return Infinity;
    [before, row] = [row, next];
  }
  return at(row, right.length);
}
