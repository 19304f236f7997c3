/**
 * Works on items in their order, some side by side. A failure of one ends the whole; work that catches its errors goes on.
 *
 * @param most how many at a time
 * @param signal begins no further item once it is aborted
 */
export async function sideBySide<Item extends object>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item && !signal?.aborted; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: most }, worker));
}
