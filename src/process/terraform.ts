import { onPath, probe } from './find-program';
import type { ProbeOptions, Search } from './find-program';

export type TerraformKind = 'terraform' | 'tofu';

/** A Terraform, or its fork OpenTofu, that is new enough. */
export interface Terraform {
  /** Absolute path of the program. */
  readonly path: string;
  readonly kind: TerraformKind;
  /** As in `1.11.4`. */
  readonly version: string;
}

/** A place where a program may be: its label, and the program's path if there is one. */
export type Place = readonly [label: string, path: string | undefined];

const OLDEST = '1.5.0';

/** Variables that name the program; ours takes precedence over CDKTF's. */
const CHOICES = ['OCTO_TERRAFORM', 'TERRAFORM_BINARY_NAME'] as const;

/**
 * Finds `$OCTO_TERRAFORM` or `$TERRAFORM_BINARY_NAME`, else `terraform`, else `tofu` on PATH; the first one that runs and
 * is new enough.
 */
export function findTerraform(options: ProbeOptions = {}): Search<Terraform> {
  const choice = CHOICES.find((name) => process.env[name]);
  const chosen = choice && process.env[choice];
  // If the user names a program, no other one is tried: silently using another would be wrong.
  const places: readonly Place[] = chosen
    ? [[`${choice}=${chosen}`, onPath(chosen)]]
    : [
        ['terraform on PATH', onPath('terraform')],
        ['tofu on PATH', onPath('tofu')],
      ];
  const { found, tried } = firstUsable(places, ['terraform', 'tofu'], OLDEST, options);
  if (found !== undefined) return { found };
  return {
    problem: {
      what: `Terraform ${OLDEST} or newer, or OpenTofu, is missing.`,
      tried,
      howToGet:
        'install Terraform (developer.hashicorp.com/terraform/install) or OpenTofu (opentofu.org/docs/intro/install) ' +
        'so that it is on PATH, or set OCTO_TERRAFORM to the program',
    },
  };
}

/** The first program that runs, is of one of the kinds and is new enough; and why those before it were rejected. */
export function firstUsable(
  places: readonly Place[],
  kinds: readonly TerraformKind[],
  oldest: string,
  options: ProbeOptions = {},
): { readonly found?: Terraform; readonly tried: readonly string[] } {
  const tried: string[] = [];
  for (const [label, path] of places) {
    const answer = path === undefined ? 'not there' : ask(path, kinds, oldest, options);
    if (typeof answer !== 'string') return { found: answer, tried };
    tried.push(`${label}: ${answer}`);
  }
  return { tried };
}

/** Asks a program for its version: a usable Terraform, or why it is not usable. */
function ask(
  path: string,
  kinds: readonly TerraformKind[],
  oldest: string,
  options: ProbeOptions,
): Terraform | string {
  const { status, stdout, stderr, error } = probe(path, ['version', '-json'], options);
  if (status !== 0) return `does not run: ${error?.message ?? stderr.trim()}`;
  const version = parseVersion(stdout);
  if (version === undefined) return 'is neither Terraform nor OpenTofu';
  // A prerelease, as in 1.12.6-dev, counts as that version.
  if (version.localeCompare(oldest, 'en', { numeric: true }) < 0) return `is too old: ${version}`;
  const kind = isTofu(path, options) ? 'tofu' : 'terraform';
  return kinds.includes(kind) ? { path, kind, version } : `is ${kind} ${version}`;
}

function parseVersion(json: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(json) as { terraform_version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Both call their version `terraform_version`; only the text output tells them apart. */
function isTofu(path: string, options: ProbeOptions): boolean {
  return probe(path, ['version'], options).stdout.startsWith('OpenTofu');
}
