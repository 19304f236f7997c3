/**
 * The git repository that releases are published in, `https://HOST/OWNER/NAME.git`. Empty: none yet. Every mention of a
 * release's address comes from here; package.json repeats it as `repository`.
 */
export const RELEASES = '' as string;
