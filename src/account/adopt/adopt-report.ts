import { z } from 'zod';
import { ROLE_NAMES } from '../../names/role-names';
import { ORIGINS, selfUpdates } from '../report-parts';

const texts = z.array(z.string()).readonly();
const roleName = z.enum(ROLE_NAMES);

const roleShape = z.strictObject({
  role: roleName,
  role_id: z.string().optional().meta({ description: 'It stays, as do the name and the ARN.' }),
  origin: z.enum([...ORIGINS, 'fleet']).meta({
    description:
      'What has it today. stack: a CloudFormation stack; terraform: the state that was given; fleet: the state of this fleet, a file; none: none of these, so it was made by hand or by what was not asked.',
  }),
  takes: texts.meta({
    description: 'What our policies take away, by service, as the present policies write it.',
  }),
  limits: texts.meta({ description: 'What stays, but not on all resources or in all cases as before.' }),
  adds: texts.meta({ description: 'What our policies add.' }),
  widens: texts.meta({ description: 'What was there already, on resources or in cases that are new.' }),
  lifts: texts.meta({ description: 'What the present policies deny, and ours do not.' }),
  changes: texts.meta({
    description: 'Trust policy, permissions boundary, sessions, tags: a sentence each.',
  }),
  removes: texts.meta({ description: 'Policies that are detached from it or deleted in it.' }),
});
/** One role, before and after. */
export type RoleAdoption = Readonly<z.infer<typeof roleShape>>;

const accountShape = z.strictObject({
  id: z.string().optional().meta({ description: '12 digits; absent if it could not be found out.' }),
  name: z.string().meta({ description: 'The id, if the fleet file gives no name.' }),
  status: z
    .enum(['nothing_to_do', 'ready', 'adopted', 'deploy_next', 'refused', 'unknown', 'failed', 'interrupted'])
    .meta({
      description:
        'ready: it can be adopted, and nothing was changed; deploy_next: it was prepared, and your deployment comes next; refused and unknown: nothing was changed; interrupted: the same command goes on.',
    }),
  reason: z.string().optional().meta({
    description:
      'Why there is nothing to do, or it is refused, unknown, failed or interrupted: a sentence, or several on a line each.',
  }),
  mend: texts.optional().meta({
    description:
      'Commands that make its state usable again, once no other run works on it: if the deployment failed for a lock that stayed, or for a state that an earlier run lost or could not save.',
  }),
  roles: z.array(roleShape.readonly()).readonly(),
  self_updates: selfUpdates.meta({
    description: 'Inline policies that stay, since Alphaus may write them itself.',
  }),
  creates: z.array(roleName).readonly().meta({ description: 'Roles that are not there yet.' }),
  policies: texts.meta({ description: 'Policies of ours that are there already: ARNs.' }),
  stacks: z
    .array(
      z
        .strictObject({
          name: z.string(),
          region: z.string(),
          others: texts.meta({ description: 'Resources that stay without a stack: logical ids.' }),
          retained: z
            .boolean()
            .meta({ description: 'Whether all of its resources stay when it is deleted.' }),
        })
        .readonly(),
    )
    .readonly(),
  steps: texts.meta({ description: 'What happens, or what to do, in order.' }),
});
/** One account. */
export type AccountAdoption = Readonly<z.infer<typeof accountShape>>;

/** What `octo-access adopt --json` prints. */
export const adoptReportShape = z.strictObject({
  ok: z.boolean().meta({ description: 'Whether no account is refused, unknown, failed or interrupted.' }),
  applied: z
    .boolean()
    .meta({ description: 'Whether --apply was given; otherwise nothing was changed in AWS.' }),
  seconds: z.number(),
  accounts: z.array(accountShape.readonly()).readonly(),
  written: z.string().optional().meta({ description: 'The file with import blocks.' }),
});
export type AdoptReport = Readonly<z.infer<typeof adoptReportShape>>;
