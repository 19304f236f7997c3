import { baseEnv } from '../sandbox/sandbox-env';
import { onPath } from '../../src/process/find-program';
import type { Search } from '../../src/process/find-program';
import { firstUsable } from '../../src/process/terraform';
import type { Place, Terraform } from '../../src/process/terraform';
import { foundOrInstalled } from './found-or-installed';
import { buildRelease, placeOf } from './release';
import { OPENTOFU_1_12 } from './releases';

/** From this version on `for_each` on a provider works in JSON syntax too. */
const OLDEST = '1.11.0';

/** Finds `$OCTO_TOFU`, else `tofu` on PATH, else the one that an earlier run built; the first one that is new enough. */
export function findTofu(): Search<Terraform> {
  const chosen = process.env['OCTO_TOFU'];
  const places: readonly Place[] = chosen
    ? [[`OCTO_TOFU=${chosen}`, onPath(chosen)]]
    : [['tofu on PATH', onPath('tofu')], placeOf(OPENTOFU_1_12)];
  const { found, tried } = firstUsable(places, ['tofu'], OLDEST, { env: baseEnv() });
  return found === undefined ? missing(tried) : { found };
}

/** As `findTofu()`; if there is none, builds it with Go into the user's cache folder, outside the checkout. */
export function ensureTofu(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Terraform>> {
  const isChosen = Boolean(process.env['OCTO_TOFU']);
  return foundOrInstalled(findTofu, isChosen, () => buildRelease(OPENTOFU_1_12, progress, signal));
}

function missing(tried: readonly string[]): Search<never> {
  return {
    problem: {
      what: `OpenTofu ${OLDEST} or newer is missing.`,
      tried,
      howToGet:
        'install OpenTofu (opentofu.org/docs/intro/install) so that tofu is on PATH, or set OCTO_TOFU to the program; ' +
        `or install Go ${OPENTOFU_1_12.go} or newer (go.dev/doc/install) and run \`npm test\`, which builds it once`,
    },
  };
}
