import { z } from 'zod';
import { jsonSchemaText } from '../../text/json-schema';
import { roleChange } from './change-shape';
import {
  action,
  conditionLines,
  input,
  level,
  levels,
  limits,
  role,
  roleReport,
  text,
  texts,
} from './role-shape';

/** Version of the report's own format. A reader of one version reads every report of it. */
export const REPORT_FORMAT = 1;

const way = z
  .strictObject({
    id: z.string(),
    approval: z.boolean().meta({ description: "Whether the customer's own approval lies on it." }),
    supposing: z.string().nullable().meta({
      description: "What has to be so in the customer's account for it to be there; null: nothing.",
    }),
    steps: texts('Who does what, in order.'),
  })
  .readonly()
  .meta({ id: 'administratorWay' });
/** A way from Alphaus to administrator rights. */
export type AdministratorWay = z.infer<typeof way>;

const freeChange = z
  .strictObject({
    action,
    accessLevel: level,
    roles: z.array(role).readonly(),
    resources: limits.resources,
    conditions: conditionLines,
    runbooks: texts("Amazon's runbooks that do it for Alphaus, on any resource and whatever the conditions."),
  })
  .readonly();
/** A change that Alphaus can make by itself. */
export type FreeChange = z.infer<typeof freeChange>;

const reach = z
  .strictObject({
    sessions: z
      .array(
        z
          .strictObject({
            role,
            steps: texts('How.'),
            written: texts('How it can write policies into it.').nullable(),
          })
          .readonly(),
      )
      .readonly()
      .meta({ description: 'Roles that Alphaus can have sessions of.' }),
    administrator: z.array(way).readonly().meta({ description: 'Ways to administrator rights.' }),
    withoutApproval: levels,
    onlyWithApproval: levels,
    never: levels,
    changes: z
      .array(freeChange)
      .readonly()
      .meta({ description: 'What of withoutApproval is more than reading.' }),
  })
  .readonly()
  .meta({ id: 'reach', description: 'How far Alphaus can get, the worst written wherever it can write.' });
/** How far Alphaus can get: the closure of everything that the roles make possible. */
export type ReachReport = z.infer<typeof reach>;

const administrator = z
  .strictObject({ adds: z.array(way).readonly(), takes: z.array(way).readonly() })
  .readonly();

const setting = z
  .strictObject({
    input,
    setting: z.unknown().meta({ description: 'Its value; the other inputs are at their defaults.' }),
    description: z.string(),
    roles: z.array(roleChange).readonly().meta({ description: 'Empty where rights stay as they are.' }),
    administrator: administrator.meta({
      description: 'Ways to administrator rights that it opens and closes.',
    }),
  })
  .readonly();
/** A setting of an input other than the default, and what it does to the rights. */
export type SettingReport = z.infer<typeof setting>;

const form = z
  .strictObject({
    form: z.enum(['terraform', 'cloudformation']),
    description: z.string(),
    roles: z.array(roleChange).readonly(),
    administrator,
  })
  .readonly();
/** What another way to install the roles does to the rights, compared with the Terraform module. */
export type FormReport = z.infer<typeof form>;

const permissionReport = z
  .strictObject({
    $schema: z.string(),
    format: z.literal(REPORT_FORMAT).meta({ description: 'Version of this format.' }),
    release: text('Release of the project that the report is of.'),
    actions: z
      .strictObject({ source: z.string(), version: z.string(), count: z.int(), services: z.int(), levels })
      .readonly()
      .meta({ description: "AWS's actions, as the report knows them." }),
    placeholders: z
      .record(z.string(), z.string())
      .readonly()
      .meta({ description: 'What stands in braces for values of one account.' }),
    roles: z.array(roleReport).readonly(),
    reach,
    settings: z.array(setting).readonly(),
    forms: z
      .array(form)
      .readonly()
      .meta({ description: 'Other ways to install the roles, compared with the Terraform module.' }),
  })
  .readonly();

/** The permission report as data: what `permissions.json` holds and what the Markdown and the HTML are made of. */
export type PermissionReport = z.infer<typeof permissionReport>;

/** The schema of `permissions.json` as JSON Schema, draft 7, as the fleet file's. */
export function permissionsJsonSchema(): string {
  return jsonSchemaText(permissionReport, 'Octo access: permission report');
}

/**
 * A report of this release from its JSON text.
 *
 * @throws Error that says where the text is no such report
 */
export function parseReport(json: string): PermissionReport {
  const { data, error } = permissionReport.safeParse(JSON.parse(json));
  if (data) return data;
  throw new Error(`this is no permission report of format ${REPORT_FORMAT}: ${z.prettifyError(error)}`);
}
