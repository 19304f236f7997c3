/** Resources by type and name: what AWS calls each of them, if that is fixed, and its `count`, if it has one. */
export type Resources = Readonly<
  Record<string, Readonly<Record<string, { readonly name?: string; readonly count?: unknown }>>>
>;

/**
 * The resources in a file of the module, as `blocksFile` writes it.
 *
 * @throws Error if there are none
 */
export function writtenResources(text: string): Resources {
  const resources: Record<string, Record<string, { name?: string; count?: string }>> = {};
  for (const [, type = '', label = '', body = ''] of text.matchAll(
    /^resource "(\w+)" "(\w+)" \{\n(.*?)^\}$/gms,
  )) {
    const [, name] = /^ {2}name += "([\w+=,.@-]+)"$/m.exec(body) ?? [];
    const [, count] = /^ {2}count = (.*)$/m.exec(body) ?? [];
    resources[type] = {
      ...resources[type],
      [label]: { ...(name !== undefined && { name }), ...(count !== undefined && { count }) },
    };
  }
  if (Object.keys(resources).length === 0) throw new Error('a file of the module without resources');
  return resources;
}
