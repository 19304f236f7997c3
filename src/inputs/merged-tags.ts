/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** Shared tags, overridden by a role's own. To IAM, keys that differ only in case are the same key. */
export function mergedTags(shared: Tags, own: Tags): Record<string, string> {
  const ownKeys = Object.keys(own).map((key) => key.toLowerCase());
  const others = Object.entries(shared).filter(([key]) => !ownKeys.includes(key.toLowerCase()));
  return { ...Object.fromEntries(others), ...own };
}
