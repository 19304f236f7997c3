/**
 * Works on items in their order, some side by side. A failure of one ends the whole; work that catches its errors goes on.
 *
 * @param most how many at a time
 * @param signal begins no further item once it is aborted
 * @returns what the work came to, in the order of the items; undefined where it was not begun
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
  signal?: AbortSignal,
): Promise<(Result | undefined)[]> {
  const results = items.map((): Result | undefined => undefined);
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (signal?.aborted) return;
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}
