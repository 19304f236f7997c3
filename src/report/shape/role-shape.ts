import { z } from 'zod';
import { ACCESS_LEVELS, type AccessLevel } from '../../analysis/action-catalogue';
import { INPUTS } from '../../inputs/inputs';
import { ROLE_NAMES } from '../../names/role-names';

/*
 * The shape of the report's part about a role. Values of an account are placeholders like `{accountId}`, so that the
 * report is the same everywhere.
 */

/** A text that is not empty. */
export const text = (description: string): z.ZodString => z.string().min(1).meta({ description });
/** A list of texts. */
export const texts = (description: string): z.ZodReadonly<z.ZodArray<z.ZodString>> =>
  z.array(z.string()).readonly().meta({ description });
/** A number of things. */
export const count = (description: string): z.ZodInt => z.int().min(0).meta({ description });

/** An action of AWS. */
export const action = z
  .string()
  .regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/)
  .meta({ description: "service:Action, in AWS's case." });
/** AWS's classification of an action. */
export const level = z
  .enum(ACCESS_LEVELS)
  .meta({ description: 'Access level of the Service Authorization Reference.' });
/** One of the five roles. */
export const role = z.enum(ROLE_NAMES);
/** The name of an input. */
export const input = z
  .enum(INPUTS.map(({ name }) => name))
  .meta({ description: 'An input, by its Terraform name.' });

/** The same for every access level. */
export const ofEachLevel = <T>(value: T): Record<AccessLevel, T> =>
  Object.fromEntries(ACCESS_LEVELS.map((name) => [name, value])) as Record<AccessLevel, T>;
/** How many actions of each access level. */
export const levels = z
  .strictObject(ofEachLevel(z.int().min(0)))
  .readonly()
  .meta({ id: 'levels', description: 'Access level -> number of actions.' });
export type LevelCounts = z.infer<typeof levels>;

/** Condition block of a statement, every value in a list. */
const conditions = z
  .record(z.string(), z.record(z.string(), z.array(z.string()).readonly()).readonly())
  .readonly()
  .meta({ id: 'conditions', description: 'Operator, key, values. Empty: unconditional.' });
export type ConditionBlock = z.infer<typeof conditions>;

/** Conditions as readable text. */
export const conditionLines = texts('Operator key = values.');
/** The limits of a right. */
export const limits = { resources: texts('ARN patterns. ["*"]: any resource.'), conditions };
/** A statement. */
export const sid = text('Sid of the statement in the policy documents.');
/** Why a statement is there. */
export const reason = text('The reason, in one sentence.');
const capability = text(
  'What Octo can do with the statement; all statements of a capability have the same text.',
);

/** One action that a role may call by one statement. */
export const permission = z
  .strictObject({
    action: z.union([action, z.literal('*')]),
    accessLevel: z.enum([...ACCESS_LEVELS, 'All']).meta({ description: 'All for *.' }),
    ...limits,
    reason,
    capability,
    required: z.boolean().meta({ description: 'False if an input can turn it off.' }),
    sid,
  })
  .readonly()
  .meta({ id: 'permission', description: 'One action that a role may call by one statement.' });
export type Permission = z.infer<typeof permission>;

/** A statement of a trust policy. */
export const trustStatement = z
  .strictObject({
    sid,
    effect: z.enum(['Allow', 'Deny']),
    principals: z.record(z.string(), z.array(z.string()).readonly()).readonly(),
    conditions,
  })
  .readonly()
  .meta({ id: 'trustStatement' });
export type TrustStatement = z.infer<typeof trustStatement>;

/** A statement that grants, as the role's policies have it. */
const grant = z
  .strictObject({
    sid,
    reason,
    capability,
    source: z.string().nullable().meta({ description: 'The AWS page that the statement is based on.' }),
    actions: texts('Patterns, as in the document.'),
    ...limits,
    required: z.boolean(),
    levels: levels.meta({ description: 'How many actions the statement grants.' }),
  })
  .readonly();
export type Grant = z.infer<typeof grant>;

/** A statement that denies. */
export const denial = z
  .strictObject({
    sid,
    documents: texts('Documents that contain the statement.'),
    actions: texts('Patterns, as in the document.'),
    notActions: texts('The statement denies every action but these.'),
    notResources: texts('The statement denies on every resource but these.'),
    ...limits,
    reason,
  })
  .readonly();
export type Denial = z.infer<typeof denial>;

/** An action that a role could get in addition, and the limits that remain. */
export const headroom = z
  .strictObject({ action, accessLevel: level, resources: limits.resources, conditions: conditionLines })
  .readonly()
  .meta({ id: 'headroom' });

const ceiling = z
  .strictObject({
    boundary: z.string(),
    levels,
    beyond: z
      .array(headroom)
      .readonly()
      .meta({ description: 'Actions that an inline policy of Alphaus could add.' }),
  })
  .readonly();
export type Ceiling = z.infer<typeof ceiling>;

const never = z
  .strictObject({
    what: z.string(),
    actions: texts('Action patterns, if it concerns specific actions.'),
    stoppedBy: z.string(),
  })
  .readonly();
export type Never = z.infer<typeof never>;

const size = z
  .strictObject({
    document: z.string(),
    kind: z.enum(['trust policy', 'managed policy', 'inline policies', 'boundary']),
    characters: count('Characters without white space.'),
    limit: count("IAM's limit."),
  })
  .readonly();
export type Size = z.infer<typeof size>;

const assumedBy = z.strictObject({ who: z.string(), how: z.string() }).readonly();
export type AssumedBy = z.infer<typeof assumedBy>;

/** Everything about one role. */
export const roleReport = z
  .strictObject({
    name: role,
    purpose: text('What the role is for.'),
    assumedBy: z.array(assumedBy).readonly(),
    trust: z.array(trustStatement).readonly().meta({ description: 'Statements of the trust policy.' }),
    session: z
      .strictObject({ seconds: z.int().min(3600), input: input.nullable() })
      .readonly()
      .meta({ description: 'Longest session, and the input that sets it.' }),
    managedPolicies: texts('Attached managed policies of AWS or of the customer.'),
    boundary: z.string().nullable().meta({ description: 'ARN of the permissions boundary.' }),
    levels: levels.meta({ description: 'How many actions of each level the role may call.' }),
    grants: z.array(grant).readonly().meta({ description: 'Allow statements.' }),
    permissions: z.array(permission).readonly().meta({ description: 'The grants, one entry per action.' }),
    denials: z.array(denial).readonly().meta({ description: 'Deny statements.' }),
    ceiling: ceiling.nullable().meta({
      description:
        'The most that the role can do, whatever Alphaus writes into it; null if Alphaus cannot write into it.',
    }),
    never: z.array(never).readonly().meta({ description: 'What the role can never do, and what stops it.' }),
    accepted: texts('What the role can read or do that a reviewer may not expect.'),
    sizes: z.array(size).readonly(),
  })
  .readonly()
  .meta({ id: 'role' });
export type RoleReport = z.infer<typeof roleReport>;
