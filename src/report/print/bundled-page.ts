import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * A file of the page's folder and all that it imports as one text, the same on every machine: minified, it names none
 * of the files that it was made of.
 *
 * @param name of a script or a stylesheet
 */
export function bundled(name: 'page.ts' | 'page.css'): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, '../page', name)],
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    target: 'es2022',
  });
  return outputFiles.map(({ text }) => text).join('');
}
