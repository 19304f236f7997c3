import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';

import { run } from '../../src/process/run';
import { downloadEnv } from '../sandbox/sandbox-env';
import type { Search } from '../../src/process/find-program';
import type { Terraform, TerraformKind } from '../../src/process/terraform';

/** A folder that Terraform or OpenTofu can install the AWS provider from, without a registry. */
export interface ProviderMirror {
  /** The mirror's top folder, the one that holds a folder per registry. */
  readonly path: string;
  /** Whose registry it stands for. The provider is the same program for both. */
  readonly kind: TerraformKind;
  /** The newest version in it that we accept. */
  readonly version: string;
}

const ROOT = resolve(__dirname, '../..');

/** The first folder level of a mirror is the name of the registry that the provider's source stands for. */
const REGISTRY_FOLDER: Record<TerraformKind, string> = {
  terraform: 'registry.terraform.io',
  tofu: 'registry.opentofu.org',
};

const OLDEST_PROVIDER = [5, 72, 0] as const;
const FIRST_REFUSED_MAJOR = 7;
const PROVIDER_RANGE = `>= ${OLDEST_PROVIDER.join('.')}, < ${FIRST_REFUSED_MAJOR}.0.0`;

const USUAL_TOP_FOLDERS = ['/opt', '/usr/local', '/usr/share', '/usr/lib', '/srv', '/var/lib'];
const SEARCH_DEPTH = 4;
const SEARCH_MILLISECONDS = 2_000;

/** Go's names for this machine, as in `linux_amd64`. */
export const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}_${
  { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch
}`;

/**
 * Finds a mirror that holds a usable AWS provider for this machine, packed or unpacked, `undefined` if there is none.
 *
 * Looks in `$OCTO_PROVIDER_MIRROR`, in the mirrors of the Terraform CLI configuration, in the download of an earlier run,
 * in Terraform's implied mirrors and plugin cache, then (bounded in depth and time) in the usual top folders.
 */
export function findProviderMirror(): ProviderMirror | undefined {
  for (const candidate of candidates()) {
    const mirror = inspectMirror(candidate);
    if (mirror !== undefined) return mirror;
  }
  return searchTopFolders();
}

/** As `findProviderMirror()`; if there is none, downloads the provider once into the checkout's `.cache/`. */
export async function ensureProviderMirror(
  terraform: Terraform,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<ProviderMirror>> {
  const mirror = findProviderMirror();
  if (mirror !== undefined) return { found: mirror };
  progress('Downloading the AWS provider from its registry (about 150 MB, once) …');
  const output = await downloadProvider(terraform, signal);
  const downloaded = inspectMirror(downloadFolder());
  return downloaded === undefined ? noProvider(output) : { found: downloaded };
}

/** The problem if neither a mirror nor the registry has the provider. */
export function noProvider(downloadOutput?: string): Search<never> {
  return {
    problem: {
      what: `The Terraform provider hashicorp/aws (${PROVIDER_RANGE}) for ${PLATFORM} is missing.`,
      tried: [
        ...candidates(),
        `${searchRoots().join(', ')}, ${SEARCH_DEPTH} levels deep`,
        ...(downloadOutput === undefined ? [] : [`the registry, which said: ${downloadOutput}`]),
      ],
      howToGet:
        'run `npm test` where the registry can be reached, which keeps the provider in .cache/; or make a mirror ' +
        'with `terraform providers mirror FOLDER` elsewhere and set OCTO_PROVIDER_MIRROR=FOLDER',
    },
  };
}

/**
 * Writes a CLI configuration with which Terraform or OpenTofu takes the AWS provider from the mirror and all others from
 * their registries. Returns the file's path, for `TF_CLI_CONFIG_FILE`.
 */
export function writeCliConfig(folder: string, mirror: ProviderMirror, kind: TerraformKind): string {
  const file = join(folder, 'terraform-cli.tfrc');
  const path = mirror.kind === kind ? mirror.path : linkedMirror(folder, mirror, kind);
  const text = `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(path)}
    include = ["hashicorp/aws"]
  }
  direct {
    exclude = ["hashicorp/aws"]
  }
}
`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A mirror in the folder that has the same provider for the other registry. Returns its top folder. */
function linkedMirror(
  folder: string,
  { path, kind: from, version }: ProviderMirror,
  kind: TerraformKind,
): string {
  const mirror = join(folder, 'provider-mirror');
  const unpacked = join(version, PLATFORM);
  const isUnpacked = existsSync(join(providerFolder(path, from), unpacked));
  const name = isUnpacked ? unpacked : `terraform-provider-aws_${version}_${PLATFORM}.zip`;
  // Only the provider's own folder may be a link: neither program follows links above it.
  const link = join(providerFolder(mirror, kind), name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(providerFolder(path, from), name), link);
  return mirror;
}

/** Folder of the AWS provider's versions in a mirror, or in what `terraform init` installs. */
export function providerFolder(mirror: string, kind: TerraformKind): string {
  return join(mirror, REGISTRY_FOLDER[kind], 'hashicorp', 'aws');
}

function candidates(): string[] {
  const dataHome = process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
  const dataDirs = (process.env['XDG_DATA_DIRS'] ?? '/usr/local/share:/usr/share').split(delimiter);
  const found = [
    process.env['OCTO_PROVIDER_MIRROR'],
    ...configuredMirrors(),
    downloadFolder(),
    join(homedir(), '.terraform.d', 'plugins'),
    ...[dataHome, ...dataDirs].map((folder) => join(folder, 'terraform', 'plugins')),
    process.env['TF_PLUGIN_CACHE_DIR'],
  ].filter((path) => path !== undefined && path !== '');
  return [...new Set(found as string[])];
}

/** The `filesystem_mirror` paths of the user's own CLI configuration. */
function configuredMirrors(): string[] {
  const named = process.env['TF_CLI_CONFIG_FILE'] ?? '';
  const file = named === '' ? join(homedir(), '.terraformrc') : named;
  // Terraform only warns if the variable names a missing file, so this is no error here either.
  if (!existsSync(file) || !statSync(file).isFile()) return [];
  const blocks = readFileSync(file, 'utf8').matchAll(
    /^[^#\n]*filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)"/gm,
  );
  return [...blocks].map(([, path]) => fromHome(path ?? '')).filter(isAbsolute);
}

function fromHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

/** The newest version in range that the folder holds for this machine, as a mirror. */
function inspectMirror(path: string): ProviderMirror | undefined {
  for (const kind of ['terraform', 'tofu'] as const) {
    const provider = providerFolder(path, kind);
    const versions = listFolder(provider)
      .map((entry) => unpackedVersion(provider, entry) ?? packedVersion(entry))
      .filter((version) => version !== undefined && isAccepted(version)) as string[];
    const version = versions.sort(byVersion).at(-1);
    if (version !== undefined) return { path: resolve(path), kind, version };
  }
  return undefined;
}

/** Unpacked layout: VERSION/PLATFORM/, with the provider's program in it. */
function unpackedVersion(provider: string, entry: string): string | undefined {
  const programs = listFolder(join(provider, entry, PLATFORM));
  return programs.some((name) => name.startsWith('terraform-provider-aws')) ? entry : undefined;
}

/** Packed layout: terraform-provider-aws_VERSION_PLATFORM.zip */
function packedVersion(entry: string): string | undefined {
  const match = /^terraform-provider-aws_(\d+\.\d+\.\d+)_(.+)\.zip$/.exec(entry);
  return match?.[2] === PLATFORM ? match[1] : undefined;
}

function isAccepted(version: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  return byVersion(version, OLDEST_PROVIDER.join('.')) >= 0 && parseInt(version, 10) < FIRST_REFUSED_MAJOR;
}

function byVersion(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}

function searchRoots(): string[] {
  return [...USUAL_TOP_FOLDERS, homedir()];
}

/** Breadth first, so that a deep tree does not use up the time for the other folders. */
function searchTopFolders(): ProviderMirror | undefined {
  const deadline = Date.now() + SEARCH_MILLISECONDS;
  let level = searchRoots();
  for (let depth = 0; depth <= SEARCH_DEPTH; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (Date.now() > deadline) return undefined;
      const mirror = inspectMirror(folder);
      if (mirror !== undefined) return mirror;
      next.push(...subfolders(folder));
    }
    level = next;
  }
  return undefined;
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(node_modules|\.git|\.npm|\.cache)$/.test(entry.name))
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `terraform init` leaves the provider in the layout of an unpacked mirror. */
function downloadFolder(): string {
  return join(ROOT, '.cache', 'aws-provider', '.terraform', 'providers');
}

/** A root, as JSON, that has nothing but the AWS provider. */
export function rootWithProvider(version: string): string {
  const requirement = { source: 'hashicorp/aws', version };
  return JSON.stringify({ terraform: { required_providers: { aws: requirement } } });
}

/** Returns Terraform's output in one line. */
async function downloadProvider(terraform: Terraform, signal: AbortSignal | undefined): Promise<string> {
  const folder = dirname(dirname(downloadFolder()));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.tf.json'), rootWithProvider(PROVIDER_RANGE));
  const ownConfig = process.env['TF_CLI_CONFIG_FILE'];
  const env = {
    ...downloadEnv(),
    CHECKPOINT_DISABLE: '1',
    // The file may name the user's network mirror.
    ...(ownConfig !== undefined && existsSync(ownConfig) ? { TF_CLI_CONFIG_FILE: ownConfig } : {}),
  };
  const args = ['init', '-backend=false', '-input=false', '-no-color'];
  const { output } = await run(terraform.path, args, { cwd: folder, env, signal });
  return output.replace(/[│╷╵]/g, '').replace(/\s+/g, ' ').trim();
}
