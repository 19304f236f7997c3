import { z } from 'zod';
import { ROLE_NAMES } from '../names/role-names';
import { KINDS, type Kind } from './difference';
import { FEATURE_STATUSES, REASONS, type Lack } from './feature-state';
import { selfUpdates } from './report-parts';

const texts = z.array(z.string()).readonly();

const differenceShape = z.strictObject({
  role: z.enum(ROLE_NAMES),
  kind: z.enum(Object.keys(KINDS) as [Kind, ...Kind[]]),
  message: z.string().meta({ description: 'What is expected and what was found, in words.' }),
  change: z
    .string()
    .optional()
    .meta({ description: 'What a deployment does about it, in words; absent if it leaves it as it is.' }),
  subject: z
    .string()
    .optional()
    .meta({ description: 'Name of the policy, key of the tag, or Region and name of the document.' }),
  expected: z.string().optional().meta({
    description: 'The longest session, the value of the tag or the permissions boundary that it should have.',
  }),
  more: texts.optional().meta({ description: 'What the account has beyond what is expected.' }),
  fewer: texts.optional().meta({ description: 'What it lacks.' }),
});

const featureShape = z.strictObject({
  feature: z.string().meta({ description: 'A capability of Octo, or a kind of change that it recommends.' }),
  status: z.enum(FEATURE_STATUSES).meta({
    description: 'left_out: the inputs leave it out; unknown: policies of AWS decide, which are not read.',
  }),
  missing: z
    .array(
      z
        .strictObject({
          role: z.enum(ROLE_NAMES),
          reason: z.enum(Object.keys(REASONS) as [Lack['reason'], ...Lack['reason'][]]),
          actions: texts.meta({
            description: 'Like ec2:StopInstances; empty if it is about all of the role.',
          }),
        })
        .readonly(),
    )
    .readonly(),
});

const accountShape = z.strictObject({
  id: z.string().optional().meta({ description: '12 digits; absent if it could not be found out.' }),
  name: z.string().meta({ description: 'The id, if the fleet file gives no name.' }),
  status: z.enum(['same', 'differs', 'unknown']),
  reason: z
    .string()
    .optional()
    .meta({ description: 'Why it is unknown, or what could not be looked at, in one sentence.' }),
  differences: z.array(differenceShape.readonly()).readonly(),
  self_updates: selfUpdates.meta({
    description: 'What Alphaus wrote into its roles, within their permissions boundaries.',
  }),
  features: z
    .array(featureShape.readonly())
    .readonly()
    .optional()
    .meta({ description: 'What works with what is deployed; only with --features.' }),
  documents: z
    .number()
    .optional()
    .meta({ description: 'Documents whose approval was looked at; only with --approvals.' }),
});

/** What `octo-access verify --json` prints. */
export const verifyReportShape = z.strictObject({
  ok: z.boolean().meta({ description: 'Whether every account is as it should be.' }),
  seconds: z.number(),
  accounts: z.array(accountShape.readonly()).readonly(),
  left_out: z
    .array(z.string())
    .readonly()
    .optional()
    .meta({ description: 'What the fleet file names that was not looked at, a sentence each.' }),
});
export type VerifyReport = Readonly<z.infer<typeof verifyReportShape>>;
/** How one account compares. */
export type VerifiedAccount = VerifyReport['accounts'][number];
