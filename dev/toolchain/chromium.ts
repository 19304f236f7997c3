import { onPath, probe } from '../../src/process/find-program';
import type { Search } from '../../src/process/find-program';

/** A browser that the tests drive. */
export interface Chromium {
  /** Absolute path. */
  readonly path: string;
  /** As in `Chromium 140.0.7339.80`. */
  readonly version: string;
}

/** Program names of Chromium and of browsers made from it. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Finds `$OCTO_CHROMIUM`, else a Chromium or Chrome on PATH or where macOS has it. This project never installs it. */
export function findChromium(): Search<Chromium> {
  const chosen = process.env['OCTO_CHROMIUM'];
  const places = chosen ? [chosen] : NAMES;
  const tried: string[] = [];
  for (const place of places) {
    const path = onPath(place);
    const label = chosen ? `OCTO_CHROMIUM=${place}` : place;
    if (path === undefined) {
      tried.push(`${label}: not there`);
      continue;
    }
    const { status, stdout } = probe(path, ['--version']);
    if (status === 0) return { found: { path, version: stdout.trim() } };
    tried.push(`${label}: does not run`);
  }
  return {
    problem: {
      what: 'Chromium, in which the page of the permission report is tested, is missing.',
      tried,
      howToGet:
        'install Chromium or Chrome, on Debian with `apt-get install chromium`, or set OCTO_CHROMIUM to the program',
    },
  };
}
