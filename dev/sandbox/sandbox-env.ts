import { devNull } from 'node:os';
import { join } from 'node:path';

/** Nobody listens on the discard port of this machine, so a call that was not aimed at an emulator goes nowhere. */
const NOWHERE = 'http://127.0.0.1:9';

const INHERITED = ['PATH', 'HOME', 'USER', 'TMPDIR', 'LANG', 'TERM', 'TZ', 'CI', 'NO_COLOR'];

/** Proxies, certificates, and where npm, pip and Go get and keep packages, which the user's company may have set. */
const FOR_DOWNLOADS =
  /^(https?_proxy|no_proxy|ssl_cert_(file|dir)|requests_ca_bundle|node_extra_ca_certs|(npm_config|pip)_.+|go(path|cache|modcache|env|toolchain|proxy|noproxy|private|sumdb|nosumdb))$/i;

/** Credentials of one account of the emulator. */
export interface SandboxCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SandboxEnvOptions {
  /** The emulator's URL. @default - a port where nobody listens, so that no call reaches anything */
  readonly endpoint?: string;
  /** Terraform's CLI configuration file, from `writeCliConfig()`. @default - none, not even the user's own */
  readonly cliConfig?: string;
  /** Absolute path of the Terraform or OpenTofu that CDKTF calls. @default - `terraform` on PATH */
  readonly terraform?: string;
  /** Folder for the files that cdktf-cli keeps. @default - the user's, `~/.cdktf` */
  readonly home?: string;
  /** @default - made-up credentials, which the emulator takes for its default account 123456789012 */
  readonly credentials?: SandboxCredentials;
  /** Further variables, `TF_VAR_principal` for one; they win over all others. @default - none */
  readonly extra?: Readonly<Record<string, string>>;
}

/**
 * The environment of every child process: made from a list of allowed variables, never from all of the user's.
 *
 * No credentials, profiles, endpoints, Terraform variables, workspaces or arguments of the user's get in, so no
 * child can reach a real AWS account: the credentials are made up, every service's endpoint is the emulator, and the
 * shared configuration files and the instance metadata are out of reach.
 */
export function sandboxEnv(options: SandboxEnvOptions = {}): Record<string, string> {
  const credentials = options.credentials ?? {
    accessKeyId: 'AKIAEMULATOR',
    secretAccessKey: 'emulator',
  };
  return {
    ...baseEnv(),
    ...awsEnv(options.endpoint ?? NOWHERE, credentials),
    ...terraformEnv(options),
    ...cdktfEnv(options.home),
    ...options.extra,
  };
}

/** The neutral part alone: for children that call neither AWS nor Terraform. */
export function baseEnv(): Record<string, string> {
  return { ...pick(INHERITED), ...pickMatching(/^LC_/) };
}

/** As `baseEnv()`, with the user's proxies, certificates and indexes: for a child that has to download something. */
export function downloadEnv(): Record<string, string> {
  return { ...baseEnv(), ...pickMatching(FOR_DOWNLOADS) };
}

function awsEnv(endpoint: string, credentials: SandboxCredentials): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Development runs on the oldest supported Node, and the SDK announces at every start that it will stop supporting it.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

function terraformEnv({ cliConfig, terraform }: SandboxEnvOptions): Record<string, string> {
  return {
    TF_CLI_CONFIG_FILE: cliConfig ?? devNull,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    ...(terraform === undefined ? {} : { TERRAFORM_BINARY_NAME: terraform }),
  };
}

function cdktfEnv(home: string | undefined): Record<string, string> {
  return {
    // Without CI, cdktf-cli redraws a spinner ten times a second even into a pipe.
    CI: 'true',
    DISABLE_VERSION_CHECK: '1',
    // Terraform's plugin cache is not safe for several runs at once, and a filesystem mirror needs none.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    FORCE_COLOR: '0',
    // npx starts `app` and would otherwise ask the registry for a newer npm.
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
    ...(home === undefined ? {} : { CDKTF_HOME: join(home, '.cdktf') }),
  };
}

function pickMatching(pattern: RegExp): Record<string, string> {
  return pick(Object.keys(process.env).filter((key) => pattern.test(key)));
}

function pick(keys: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const key of keys) {
    const value = process.env[key];
    if (value !== undefined) found[key] = value;
  }
  return found;
}
