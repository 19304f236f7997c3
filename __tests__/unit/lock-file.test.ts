import { expect, test } from '@jest/globals';
import { mergedLockFile } from '../../src/deploy/lock-file';

const block = (name: string, version: string): string => `provider "registry.terraform.io/hashicorp/${name}" {
  version     = "${version}"
  constraints = ">= 5.0.0"
  hashes = [
    "h1:${name}${version}=",
  ]
}
`;
const HEAD = '# This file is maintained automatically by "terraform init".\n\n';

test('a lock file is written where there is none', () => {
  expect(mergedLockFile('', HEAD + block('aws', '5.1.0'))).toBe(HEAD + block('aws', '5.1.0'));
});

test('a lock file keeps the providers of other configurations, and its comments', () => {
  const theirs = `# ours\n\n${block('aws', '5.0.0')}\n${block('random', '3.6.0')}`;

  expect(mergedLockFile(theirs, HEAD + block('aws', '5.1.0'))).toBe(
    `# ours\n\n${block('aws', '5.1.0')}\n${block('random', '3.6.0')}`,
  );
});

test('a lock file without the provider gets it at its end', () => {
  expect(mergedLockFile(HEAD + block('random', '3.6.0'), HEAD + block('aws', '5.1.0'))).toBe(
    `${HEAD}${block('random', '3.6.0')}\n${block('aws', '5.1.0')}`,
  );
});

test('a lock file with the same provider does not change, by a byte', () => {
  const theirs = `${block('random', '3.6.0').replaceAll('\n', '\r\n')}${HEAD}${block('aws', '5.1.0')}`;

  expect(mergedLockFile(theirs, HEAD + block('aws', '5.1.0'))).toBe(theirs);
});
