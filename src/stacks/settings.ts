import { z } from 'zod';
import { backendOf, cloudSettings, localSection, s3Section } from '../fleet/backend-schema';
import { section, text } from '../fleet/schema-parts';
import { ErrorInWords } from '../names/error-in-words';
import { CLOUD_NAME, REGION, type Field } from '../names/fields';
import { nameOf } from '../fleet/problems';

const KEY: Field = {
  pattern: /^[\w!.*'()/-]+$/,
  allowed: 'the key of the state object, like octo-access.tfstate',
};

const settings = section({
  region: text(REGION).optional(),
  backend: backendOf([
    localSection,
    s3Section({ key: text(KEY) }),
    section({ ...cloudSettings, workspace: text(CLOUD_NAME) }),
  ]).default({ type: 'local' }),
});

/** Settings of the account stack, from `context.octo` in cdktf.json. */
export type Settings = Readonly<z.output<typeof settings>>;

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
  const { data, error } = settings.safeParse(context === undefined ? {} : context);
  if (data !== undefined) return data;
  throw new SettingsError(error.issues.flatMap((issue) => problemsOf(issue, context)));
}

function problemsOf(issue: z.core.$ZodIssue, context: unknown): string[] {
  const path = issue.path as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `${nameOf([...path, key])} is not a setting; settings here are ${issue.message}`,
    );
  }
  if (issue.code === 'custom') return [`${nameOf(path)} ${issue.message}`];
  const value = path.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    context,
  );
  const name = path.length === 0 ? 'octo' : nameOf(path);
  return [`${name} must be ${issue.message}, got ${JSON.stringify(value)}`];
}
