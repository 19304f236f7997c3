import { ErrorInWords } from '../names/error-in-words';
import { BUCKET, CLOUD_NAME, HOSTNAME, REGION, type Field } from '../names/fields';

/** Location of the state of the account stack. */
export type BackendSettings =
  | { readonly type: 'local' }
  | { readonly type: 's3'; readonly bucket: string; readonly key: string; readonly region: string }
  | {
      readonly type: 'cloud';
      readonly organization: string;
      readonly workspace: string;
      readonly hostname?: string;
    };

/** Settings of the account stack, from `context.octo` in cdktf.json. */
export interface Settings {
  readonly region?: string;
  readonly backend: BackendSettings;
}

const BACKENDS: Readonly<Record<BackendSettings['type'], Readonly<Record<string, Field>>>> = {
  local: {},
  s3: {
    bucket: BUCKET,
    key: { pattern: /^[\w!.*'()/-]+$/, allowed: 'the key of the state object, like octo-access.tfstate' },
    region: REGION,
  },
  cloud: {
    organization: CLOUD_NAME,
    workspace: CLOUD_NAME,
    hostname: { ...HOSTNAME, optional: true },
  },
};

const PLACE = 'cdktf.json, context.octo';

/** Settings are wrong; the message names all of them. */
export class SettingsError extends ErrorInWords {
  /** @param problems each with the setting, the value got and the allowed values */
  constructor(problems: readonly string[]) {
    super(`${PLACE}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/**
 * Reads `context.octo` of cdktf.json.
 *
 * @param context its value; undefined, if it is absent, means local state and the region from the environment
 * @throws SettingsError naming every wrong key and value
 */
export function readSettings(context: unknown): Settings {
  if (context === undefined) return { backend: { type: 'local' } };
  const problems: string[] = [];
  const settings = record(context, 'octo', problems);
  unknownKeys(settings, '', ['region', 'backend'], problems);
  field(settings['region'], 'region', { ...REGION, optional: true }, problems);

  const backend = record(settings['backend'] ?? { type: 'local' }, 'backend', problems);
  const type = String(backend['type']) as BackendSettings['type'];
  const fields = Object.hasOwn(BACKENDS, type) ? BACKENDS[type] : undefined;
  if (fields) {
    unknownKeys(backend, 'backend.', ['type', ...Object.keys(fields)], problems);
    for (const [key, rule] of Object.entries(fields)) field(backend[key], `backend.${key}`, rule, problems);
  } else {
    const types = Object.keys(BACKENDS).map((type) => `"${type}"`);
    problems.push(`backend.type must be one of ${types.join(', ')}, got ${JSON.stringify(backend['type'])}`);
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return { ...settings, backend } as unknown as Settings;
}

function record(value: unknown, name: string, problems: string[]): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  problems.push(`${name} must be an object, got ${JSON.stringify(value)}`);
  return {};
}

function unknownKeys(
  object: Record<string, unknown>,
  prefix: string,
  known: readonly string[],
  problems: string[],
): void {
  for (const key of Object.keys(object).filter((name) => !known.includes(name))) {
    problems.push(`${prefix}${key} is not a setting; settings here are ${known.join(', ')}`);
  }
}

function field(value: unknown, name: string, rule: Field, problems: string[]): void {
  if (value === undefined && rule.optional) return;
  if (typeof value === 'string' && rule.pattern.test(value)) return;
  problems.push(`${name} must be ${rule.allowed}, got ${JSON.stringify(value)}`);
}
