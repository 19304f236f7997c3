// Knowledge in a thin room: outputs, where the model lies, imports no package, and zod is one.
import { z } from 'zod';
import { INPUTS } from '../inputs/table';
import { ROLE_NAMES } from '../names/role-names';
import { LEVELS } from './build/listed-actions';
import { jsonSchemaText } from '../text/json-schema';
import { REPORT_FORMAT, type PermissionReport } from './model';

const text = (description: string) => z.string().min(1).meta({ description });
const texts = (description: string) => z.array(z.string()).readonly().meta({ description });
const count = (description: string) => z.int().min(0).meta({ description });

const action = z
  .string()
  .regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/)
  .meta({ description: "service:Action, in AWS's case." });
const level = z.enum(LEVELS).meta({ description: 'Access level of the Service Authorization Reference.' });
const role = z.enum(ROLE_NAMES);
const levels = z
  .strictObject(Object.fromEntries(LEVELS.map((name) => [name, z.int().min(0)])) as Record<Level, z.ZodInt>)
  .readonly()
  .meta({ id: 'levels', description: 'Access level -> number of actions.' });
type Level = (typeof LEVELS)[number];
const conditions = z
  .record(z.string(), z.record(z.string(), z.array(z.string()).readonly()).readonly())
  .readonly()
  .meta({ id: 'conditions', description: 'Operator, key, values. Empty: unconditional.' });
const resources = texts('ARN patterns. ["*"]: any resource.');
const sid = text('The statement, as the documents name it.');
const input = z
  .enum(INPUTS.map(({ name }) => name))
  .meta({ description: 'An input, by its Terraform name.' });

const limits = { resources, conditions };
const why = {
  reason: text('Why, in a sentence.'),
  capability: text('What Octo can do with it; statements of one capability share it.'),
};

const permission = z
  .strictObject({
    action: z.union([action, z.literal('*')]),
    accessLevel: z.enum([...LEVELS, 'All']).meta({ description: 'All for *.' }),
    ...limits,
    ...why,
    required: z.boolean().meta({ description: 'False where an input turns it off.' }),
    sid,
  })
  .readonly()
  .meta({ id: 'permission', description: 'One action that a role may call by one statement.' });

const trustStatement = z
  .strictObject({
    sid,
    effect: z.enum(['Allow', 'Deny']),
    principals: z.record(z.string(), z.array(z.string()).readonly()).readonly(),
    conditions,
  })
  .readonly()
  .meta({ id: 'trustStatement' });

const headroom = z
  .strictObject({ action, accessLevel: level, resources, conditions: texts('Operator key = values.') })
  .readonly()
  .meta({ id: 'headroom' });

const roleReport = z
  .strictObject({
    name: role,
    purpose: text('What the role is for.'),
    assumedBy: z.array(z.strictObject({ who: z.string(), how: z.string() }).readonly()).readonly(),
    trust: z.array(trustStatement).readonly().meta({ description: 'Statements of the trust policy.' }),
    session: z
      .strictObject({ seconds: z.int().min(3600), input: input.nullable() })
      .readonly()
      .meta({ description: 'Longest session, and the input that says it.' }),
    managedPolicies: texts("Attached policies whose documents are AWS's or the customer's."),
    boundary: z.string().nullable().meta({ description: 'ARN of the permissions boundary.' }),
    levels: levels.meta({ description: 'How many actions of each level it may call.' }),
    grants: z
      .array(
        z
          .strictObject({
            sid,
            ...why,
            source: z.string().nullable().meta({ description: "AWS's page that it is written after." }),
            actions: texts('Patterns, as in the document.'),
            ...limits,
            required: z.boolean(),
            levels: levels.meta({ description: 'How many actions it stands for.' }),
          })
          .readonly(),
      )
      .readonly()
      .meta({ description: 'Statements that grant.' }),
    permissions: z.array(permission).readonly().meta({ description: 'The grants, action by action.' }),
    denials: z
      .array(
        z
          .strictObject({
            sid,
            documents: texts('Documents that hold it.'),
            actions: texts('Patterns, as in the document.'),
            notActions: texts('It denies every action but these.'),
            notResources: texts('It denies on everything but these.'),
            ...limits,
            reason: why.reason,
          })
          .readonly(),
      )
      .readonly()
      .meta({ description: 'Statements that deny.' }),
    ceiling: z
      .strictObject({
        boundary: z.string(),
        levels,
        beyond: z
          .array(headroom)
          .readonly()
          .meta({ description: 'Actions that an inline policy of Alphaus could add.' }),
      })
      .readonly()
      .nullable()
      .meta({
        description:
          'The most that it can do, whatever Alphaus writes into it; null where Alphaus can write nothing.',
      }),
    never: z
      .array(
        z
          .strictObject({
            what: z.string(),
            actions: texts('Patterns, where it is about some by name.'),
            stoppedBy: z.string(),
          })
          .readonly(),
      )
      .readonly()
      .meta({ description: 'What it can never do, and what stops it.' }),
    accepted: texts('What it can read or do that a reviewer may not expect.'),
    sizes: z
      .array(
        z
          .strictObject({
            document: z.string(),
            kind: z.enum(['trust policy', 'managed policy', 'inline policies', 'boundary']),
            characters: count('White space not counted.'),
            limit: count("IAM's limit."),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'role' });

const changed = <Of extends string, const Kinds extends readonly string[]>(of: Of, kinds: Kinds) => ({
  of: z.literal(of),
  kind: z.enum(kinds),
});
const permissionLimits = z
  .strictObject({ ...limits, notResources: texts('Everything but these.').optional() })
  .readonly()
  .meta({ id: 'limits' });
const actionsChange = {
  actions: texts('Names; patterns of a Deny.'),
  now: z.array(permissionLimits).readonly().meta({ description: 'Where it is so and was not.' }),
  before: z.array(permissionLimits).readonly().meta({ description: 'Where it was so and is not.' }),
  reason: z.string(),
};
const ANY_KIND = ['added', 'removed', 'widened', 'narrowed', 'changed'] as const;
const WIDTH = ['widened', 'narrowed'] as const;
const arns = z.array(z.string()).readonly();

const rightsChange = z
  .discriminatedUnion('of', [
    z.strictObject({
      ...changed('role', ['added', 'removed']),
      levels,
      managedPolicies: arns,
      addable: count('Actions that an inline policy of Alphaus could add.'),
      reason: why.reason,
    }),
    z.strictObject({ ...changed('actions', ANY_KIND), ...actionsChange }),
    z.strictObject({
      ...changed('denial', [...WIDTH, 'changed']),
      ...actionsChange,
      notActions: texts('Every action but these.'),
    }),
    z.strictObject({
      ...changed('trust', ANY_KIND),
      sid,
      now: trustStatement.nullable(),
      before: trustStatement.nullable(),
    }),
    z.strictObject({ ...changed('ceiling', WIDTH), actions: texts('Actions.') }),
    z.strictObject({
      ...changed('managed policies', ['added', 'removed', 'changed']),
      now: arns,
      before: arns,
    }),
    z.strictObject({ ...changed('session', WIDTH), now: z.int(), before: z.int() }),
    z.strictObject({
      ...changed('boundary', [...WIDTH, 'changed']),
      now: z.string().nullable(),
      before: z.string().nullable(),
    }),
  ])
  .meta({
    id: 'rightsChange',
    description:
      'changed: neither covers the other. of says what it concerns; ceiling: the most that the role can ever do.',
  });

/** What differs for one role. */
export const roleChange = z
  .strictObject({ role, changes: z.array(rightsChange).readonly() })
  .readonly()
  .meta({ id: 'roleChange', description: 'What differs for one role.' });

const adds = <T extends z.ZodType>(item: T) =>
  z.strictObject({ adds: z.array(item).readonly(), takes: z.array(item).readonly() }).readonly();

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
      .array(
        z
          .strictObject({
            action,
            accessLevel: level,
            roles: z.array(role).readonly(),
            resources,
            conditions: texts('Operator key = values.'),
            runbooks: texts(
              "Amazon's runbooks that do it for Alphaus, on any resource and whatever the conditions.",
            ),
          })
          .readonly(),
      )
      .readonly()
      .meta({ description: 'What of withoutApproval is more than reading.' }),
  })
  .readonly()
  .meta({ id: 'reach', description: 'How far Alphaus can get, the worst written wherever it can write.' });

const setting = z
  .strictObject({
    input,
    setting: z.unknown().meta({ description: 'Its value; the other inputs are at their defaults.' }),
    description: z.string(),
    roles: z.array(roleChange).readonly().meta({ description: 'Empty where rights stay as they are.' }),
    administrator: adds(way).meta({ description: 'Ways to administrator rights that it opens and closes.' }),
  })
  .readonly();

const permissionReport: z.ZodType<PermissionReport> = z
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
      .array(
        z
          .strictObject({
            form: z.enum(['terraform', 'cloudformation']),
            description: z.string(),
            roles: z.array(roleChange).readonly(),
            administrator: adds(way),
          })
          .readonly(),
      )
      .readonly()
      .meta({ description: 'Other ways to install the roles, compared with the Terraform module.' }),
  })
  .readonly();

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
