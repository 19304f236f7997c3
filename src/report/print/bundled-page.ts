import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * A file of the page's folder with its imports as one text, the same on every machine: the minified text does not name
 * its source files.
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
