import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../toolchain/chromium';
import { describeProblem } from '../../src/process/find-program';
import { median } from './measure';
import type { PairOptions } from './measure';
import type { Measurement } from './report';

const PAGE = resolve(__dirname, '../../report/permissions.html');

/** Size of the permission report's page, and how long a browser takes until it can be asked. */
export async function measureReportPage({ runs, note }: PairOptions): Promise<Measurement[]> {
  const size: Measurement = {
    name: 'Permission report, size of the page',
    value: statSync(PAGE).size / 1_000,
    unit: 'kB',
    budget: 1_500,
  };
  const load: Measurement = { name: 'Permission report, until the page has loaded', unit: 's', budget: 1 };
  const { found, problem } = findChromium();
  if (!found) {
    note(describeProblem(problem));
    return [size, { ...load, detail: 'a browser is missing, see above' }];
  }
  const samples: number[] = [];
  const browser = await chromium.launch({ executablePath: found.path });
  try {
    for (let run = 1; run <= runs; run++) {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(PAGE).href);
      samples.push((await page.evaluate(millisecondsToLoad)) / 1_000);
      await page.close();
      note(`the page of the report, ${run} of ${runs}: ${(samples.at(-1) ?? 0).toFixed(2)} s`);
    }
  } finally {
    await browser.close();
  }
  const detail = `median of ${runs} in ${found.version}, ${Math.min(...samples).toFixed(2)} to ${Math.max(...samples).toFixed(2)}`;
  return [size, { ...load, value: median(samples), detail, samples }];
}

/** In the page: from the start of the navigation to the end of its scripts and of loading. */
function millisecondsToLoad(): number {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation?.duration ?? NaN;
}
