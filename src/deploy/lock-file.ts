/** Name of Terraform's dependency lock file. */
export const LOCK_FILE = '.terraform.lock.hcl';

/** A provider's block, up to the line of its closing brace. */
const BLOCK = /^provider "([^"]+)" \{[\s\S]*?^\}\r?\n?/gm;

/**
 * A lock file that other configurations of the folder may share: the blocks of `ours` replace those of the same
 * providers or are added at the end, and everything else stays as it is.
 *
 * @param theirs text of the file as it stands; empty if there is none
 * @param ours text of a lock file that Terraform wrote
 */
export function mergedLockFile(theirs: string, ours: string): string {
  if (theirs.trim() === '') return ours;
  const left = new Map([...ours.matchAll(BLOCK)].map(([block, address]) => [address, block]));
  const replaced = theirs.replace(BLOCK, (block, address: string) => {
    const newer = left.get(address);
    left.delete(address);
    return newer ?? block;
  });
  return [replaced.replace(/\n*$/, '\n'), ...left.values()].join('\n');
}
