// Keeps today's module as the one that this release published, see README.md beside this file.
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const checkout = resolve(__dirname, '..', '..', '..');
const module = join(checkout, 'modules', 'octo-access');
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string };
const folder = join(__dirname, `v${version}`);

// Fails where the folder exists: what was published does not change.
mkdirSync(folder);
for (const name of readdirSync(module).filter((file) => /\.tf(\.json)?$/.test(file))) {
  cpSync(join(module, name), join(folder, name));
}
console.log(`kept modules/octo-access as ${folder}`);
