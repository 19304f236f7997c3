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
    approval: z.boolean().meta({ description: "Whether the path needs the customer's approval." }),
    supposing: z.string().nullable().meta({
      description: "Condition in the customer's account under which the path exists; null: none.",
    }),
    steps: texts('Who does what, step by step.'),
  })
  .readonly()
  .meta({ id: 'administratorWay' });
/** An escalation path from Alphaus to administrator rights. */
export type AdministratorWay = z.infer<typeof way>;

const freeChange = z
  .strictObject({
    action,
    accessLevel: level,
    roles: z.array(role).readonly(),
    resources: limits.resources,
    conditions: conditionLines,
    runbooks: texts(
      'Amazon-owned runbooks that make the change for Alphaus, on any resource and regardless of the conditions.',
    ),
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
            steps: texts('How Alphaus gets the session, step by step.'),
            written: texts('How Alphaus can write policies into the role, step by step.').nullable(),
          })
          .readonly(),
      )
      .readonly()
      .meta({ description: 'Roles that Alphaus can get a session of.' }),
    administrator: z.array(way).readonly().meta({ description: 'Escalation paths to administrator rights.' }),
    withoutApproval: levels,
    onlyWithApproval: levels,
    never: levels,
    changes: z
      .array(freeChange)
      .readonly()
      .meta({ description: 'The actions of withoutApproval that do more than read.' }),
  })
  .readonly()
  .meta({
    id: 'reach',
    description: 'How far Alphaus can get if it writes the broadest policy wherever it can write one.',
  });
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
    roles: z.array(roleChange).readonly().meta({ description: 'Empty if no rights change.' }),
    administrator: administrator.meta({
      description: 'Escalation paths to administrator rights that it opens and closes.',
    }),
  })
  .readonly();
/** A value of an input other than the default, and how it changes the rights. */
export type SettingReport = z.infer<typeof setting>;

const form = z
  .strictObject({
    form: z.enum(['terraform', 'cloudformation']),
    description: z.string(),
    roles: z.array(roleChange).readonly(),
    administrator,
  })
  .readonly();
/** How another delivery changes the rights, compared with the Terraform module. */
export type FormReport = z.infer<typeof form>;

const permissionReport = z
  .strictObject({
    $schema: z.string(),
    format: z.literal(REPORT_FORMAT).meta({ description: 'Version of this format.' }),
    release: text('Release of the project that the report describes.'),
    actions: z
      .strictObject({ source: z.string(), version: z.string(), count: z.int(), services: z.int(), levels })
      .readonly()
      .meta({ description: 'The AWS actions that the report covers.' }),
    placeholders: z
      .record(z.string(), z.string())
      .readonly()
      .meta({ description: 'Name in braces -> the value of an account that it stands for.' }),
    roles: z.array(roleReport).readonly(),
    reach,
    settings: z.array(setting).readonly(),
    forms: z
      .array(form)
      .readonly()
      .meta({ description: 'Other deliveries, compared with the Terraform module.' }),
  })
  .readonly();

/** The permission report as data: the content of `permissions.json`, from which the Markdown and the HTML are made. */
export type PermissionReport = z.infer<typeof permissionReport>;

/** The schema of `permissions.json` as JSON Schema, draft 7, like the fleet file's. */
export function permissionsJsonSchema(): string {
  return jsonSchemaText(permissionReport, 'Octo access: permission report');
}

/**
 * A report of this release from its JSON text.
 *
 * @throws Error that says where the text is not such a report
 */
export function parseReport(json: string): PermissionReport {
  const { data, error } = permissionReport.safeParse(JSON.parse(json));
  if (data) return data;
  throw new Error(`this is not a permission report of format ${REPORT_FORMAT}: ${z.prettifyError(error)}`);
}
