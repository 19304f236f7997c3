// Keeps today's module and report as those of this release, see README.md beside this file.
import { constants, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const checkout = resolve(__dirname, '..', '..', '..');
const module = join(checkout, 'modules', 'octo-access');
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string };
const folder = join(__dirname, `v${version}`);

// Both fail where there is one: what was published does not change.
const report = join(checkout, 'report', 'releases', `v${version}.json`);
copyFileSync(join(checkout, 'report', 'permissions.json'), report, constants.COPYFILE_EXCL);
mkdirSync(folder);
for (const name of readdirSync(module).filter((file) => file.endsWith('.tf'))) {
  cpSync(join(module, name), join(folder, name));
}
console.log(`kept report/permissions.json as ${report}, modules/octo-access as ${folder}`);
