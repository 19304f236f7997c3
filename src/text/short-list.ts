/** The first items of a list, and how many there are more. */
export function shortList(items: readonly string[], most: number, between = ', '): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(between)}${more > 0 ? ` and ${more} more` : ''}`;
}
