import { z } from 'zod';
import { confirmReportShape } from '../octo/confirmation';
import { ACTIONS } from './actions';

const count = z.int().min(0);

const accountShape = z.strictObject({
  id: z.string().meta({ description: '12 digits, or organization for the StackSet.' }),
  name: z.string().meta({ description: 'The id, if the fleet file gives no name.' }),
  status: z.enum(['done', 'failed', 'interrupted', 'not started']),
  seconds: z.number(),
  changes: z
    .strictObject({ add: count, change: count, remove: count })
    .readonly()
    .optional()
    .meta({ description: 'Numbers of resources: changed or, for plan, to change.' }),
  differs: z.boolean().optional().meta({ description: 'plan: whether anything would change, outputs too.' }),
  moved: z
    .boolean()
    .optional()
    .meta({ description: 'migrate: whether its state was somewhere else before.' }),
  reason: z.string().optional().meta({ description: 'Why it failed, in one line.' }),
  imports: z
    .array(z.string())
    .readonly()
    .optional()
    .meta({ description: 'Commands that take over what is there already, if it failed for that.' }),
  mend: z.array(z.string()).readonly().optional().meta({
    description:
      'Commands that make its state usable again, once no other run works on it: if it failed for a lock that stayed, or for a state that an earlier run could not save.',
  }),
  log: z.string().optional().meta({ description: "Terraform's whole output: an absolute path." }),
  onboarding: z.unknown().optional().meta({ description: 'deploy: the output octo_onboarding.' }),
  take_out: z
    .literal(true)
    .optional()
    .meta({ description: 'Its roles are gone: remove its entry from the fleet file.' }),
});

/** What `octo-access fleet --json` prints. */
export const fleetReportShape = z.strictObject({
  action: z.enum(ACTIONS),
  ok: z
    .boolean()
    .meta({ description: 'Whether every account is done and, after deploy --confirm, confirmed by Octo.' }),
  seconds: z.number(),
  accounts: z.array(accountShape.readonly()).readonly(),
  left_alone: z
    .array(accountShape.pick({ id: true, name: true }).readonly())
    .readonly()
    .optional()
    .meta({ description: 'deploy --drifted: accounts whose roles are as they should be.' }),
  confirmation: confirmReportShape.optional().meta({ description: 'deploy --confirm: what Octo says.' }),
  to_do: z
    .array(z.string())
    .readonly()
    .optional()
    .meta({ description: 'What to do about each known cause.' }),
  for_the_rest: z
    .string()
    .optional()
    .meta({ description: 'The command for the accounts that are not done.' }),
});
export type FleetReport = Readonly<z.infer<typeof fleetReportShape>>;
