import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { ErrorInWords, UsageError } from '../names/error-in-words';
import type { Fleet } from '../fleet/fleet';
import { MODULE_FOLDER, releasedModule } from '../names/published-module';
import { packageVersion } from '../process/package-version';
import { writeFiles } from '../process/write-files';
import { shellWord } from '../text/shell-quote';
import { shownPath } from '../text/shown-path';
import { aliasesRoot, openTofuRoot, readRoot, refuseDirectRemoval, ROOT_FILE } from './fleet-root';

const ids = z.array(z.string()).readonly().meta({ description: 'Account ids.' });

/** What `octo-access root --json` prints about the root module that it wrote. */
export const fleetRootShape = z.strictObject({
  layout: z.enum(['provider-aliases', 'opentofu']),
  file: z.string().meta({ description: 'Absolute path.' }),
  changed: z.boolean().meta({ description: 'Whether the file is new or has changed.' }),
  source: z.string().meta({ description: 'Source of the module, as Terraform takes it.' }),
  active: ids,
  removing: ids,
});
export type FleetRoot = Readonly<z.infer<typeof fleetRootShape>>;

/** The root module cannot be written as asked. */
export class RootError extends ErrorInWords {
  /** @param message what is wrong and what to do */
  constructor(message: string) {
    super(message);
    this.name = 'RootError';
  }
}

/**
 * Writes the root module of a fleet, in which Terraform or OpenTofu runs.
 *
 * @param project folder of the checkout or of the installed package
 * @param folder where the root module is written, an absolute path
 * @param source of the module; default: the release or, if none is published, the module's folder in `project`
 * @throws UsageError if the source is none; RootError if the layout has no such root module or another file is in its place; DirectRemovalError if accounts
 *   would be removed in one step
 */
export function writeRoot(
  project: string,
  fleet: Fleet,
  folder: string,
  source = ownSource(project, folder),
): FleetRoot {
  if (/[$%]\{/.test(source))
    throw new UsageError(`the source of the module may not hold \${ or %{, got ${JSON.stringify(source)}`);
  const { layout, accounts } = fleet;
  if (layout === 'stack-per-account') {
    throw new RootError(
      `layout is "${layout}", which has a state for each account and no common root module: deploy it with ` +
        'npx octo-access fleet deploy, or set layout to provider-aliases (Terraform) or opentofu',
    );
  }
  const file = join(folder, ROOT_FILE);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (before !== undefined) checkAgainst(before, fleet, file);
  if (accounts.length === 0) {
    throw new RootError(
      'the fleet lists no account, so there is no root module to write; a StackSet is deployed with cdktf',
    );
  }
  const files = layout === 'opentofu' ? openTofuRoot(fleet, source) : aliasesRoot(fleet, source);
  const changed = before !== files.get(ROOT_FILE);
  if (changed) writeFiles(folder, files);
  const idsOf = (wanted: 'active' | 'removing'): string[] =>
    accounts.filter(({ state }) => state === wanted).map(({ id }) => id);
  return { layout, file, changed, source, active: idsOf('active'), removing: idsOf('removing') };
}

/** A text that says what was written and how to deploy it. */
export function describeRoot({ layout, file, changed, source, active, removing }: FleetRoot): string {
  const program = `${layout === 'opentofu' ? 'tofu' : 'terraform'} -chdir=${shellWord(shownPath(dirname(file)))}`;
  return [
    `${changed ? 'written' : 'up to date'}: ${shownPath(file)} (active: ${active.length}, removing: ${removing.length})`,
    `module: ${source}`,
    `to deploy: ${program} init && ${program} apply`,
  ].join('\n');
}

function checkAgainst(before: string, fleet: Fleet, file: string): void {
  const previous = readRoot(before);
  if (previous === undefined) {
    throw new RootError(
      `${shownPath(file)} was not written by this command, so it was not changed: choose another folder`,
    );
  }
  if (previous.layout !== fleet.layout) {
    throw new RootError(
      `${shownPath(file)} is a root of the layout ${previous.layout}, and layout is now ${fleet.layout}: its resources would ` +
        'have other addresses, and no provider. Keep the layout; or remove the accounts with it (state: removing, ' +
        'write, apply) and write the new root to another folder',
    );
  }
  refuseDirectRemoval(previous, fleet);
}

function ownSource(project: string, folder: string): string {
  const isOutside = relative(project, folder).split(sep)[0] === '..';
  const released = isOutside ? releasedModule(packageVersion(project)) : undefined;
  if (released !== undefined) return released;
  const path = relative(folder, join(project, MODULE_FOLDER)).split(sep).join('/');
  // Without `./`, Terraform would read the path as a registry address.
  return path.startsWith('..') ? path : `./${path}`;
}
