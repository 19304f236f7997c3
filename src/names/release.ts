/**
 * Where releases are published, as git clones it: `https://HOST/OWNER/NAME.git`. Empty: nowhere yet. Whatever names the
 * address of a release takes it from here; package.json repeats it as `repository`.
 */
export const RELEASES = '' as string;
