import { onPath, probe } from './search';
import type { Search } from './search';

export type TerraformKind = 'terraform' | 'tofu';

/** A Terraform, or its fork OpenTofu, that is new enough for us. */
export interface Terraform {
  /** Absolute path of the program. */
  readonly path: string;
  readonly kind: TerraformKind;
  /** As in `1.11.4`. */
  readonly version: string;
}

const OLDEST = '1.5.0';

/** Finds `$OCTO_TERRAFORM`, else `terraform`, else `tofu` on PATH; the first one that runs and is new enough. */
export function findTerraform(): Search<Terraform> {
  const tried: string[] = [];
  for (const [label, path] of places()) {
    const answer = path === undefined ? 'not there' : ask(path);
    if (typeof answer !== 'string') return { found: answer };
    tried.push(`${label}: ${answer}`);
  }
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

function places(): [label: string, path: string | undefined][] {
  const chosen = process.env['OCTO_TERRAFORM'];
  // Who names a program means that one: taking another in silence would test the wrong thing.
  if (chosen) return [[`OCTO_TERRAFORM=${chosen}`, onPath(chosen)]];
  return [
    ['terraform on PATH', onPath('terraform')],
    ['tofu on PATH', onPath('tofu')],
  ];
}

/** Asks a program for its version: a usable Terraform, or what is wrong with it. */
function ask(path: string): Terraform | string {
  const { status, stdout, stderr, error } = probe(path, ['version', '-json']);
  if (status !== 0) return `does not run: ${error?.message ?? stderr.trim()}`;
  const version = parseVersion(stdout);
  if (version === undefined) return 'is neither Terraform nor OpenTofu';
  if (version.localeCompare(OLDEST, 'en', { numeric: true }) < 0) return `is too old: ${version}`;
  return { path, kind: isTofu(path) ? 'tofu' : 'terraform', version };
}

function parseVersion(json: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(json) as { terraform_version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Both call their version `terraform_version`; only the text form says which one it is. */
function isTofu(path: string): boolean {
  return probe(path, ['version']).stdout.startsWith('OpenTofu');
}
