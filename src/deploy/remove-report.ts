import { z } from 'zod';
import { ORIGINS, writtenPolicies } from '../account/report-parts';
import { EXIT_STATUSES, type ExitStatus } from '../names/exit-status';
import { ROLE_NAMES } from '../names/role-names';
import { label } from './summary';

const roles = z.array(z.enum(ROLE_NAMES)).readonly();

const accountShape = z.strictObject({
  id: z.string().meta({ description: '12 digits.' }),
  name: z.string().meta({ description: 'The id, if the fleet file gives no name.' }),
  origin: z.enum(ORIGINS).meta({
    description:
      'What had the roles. stack: they were removed with their CloudFormation stack; terraform: as fleet destroy does; none: there was neither.',
  }),
  roles: roles.meta({ description: 'Those of the five that were there before.' }),
  status: z.enum(['removed', 'planned', 'failed', 'interrupted']).meta({
    description:
      'planned: only with --plan, and nothing was changed. removed: AWS finds none of the five roles, whether this run removed some or not.',
  }),
  steps: z
    .array(z.string())
    .readonly()
    .optional()
    .meta({ description: 'What would be done, in order; only with --plan.' }),
  reason: z.string().optional().meta({ description: 'Why it is not removed, in one sentence.' }),
  log: z.string().optional().meta({ description: "Terraform's whole output: an absolute path." }),
  self_updates: writtenPolicies.meta({
    description:
      'What Alphaus had written into the roles of a stack, deleted before the stack was. Terraform deletes such policies itself.',
  }),
  octo: z.enum(['forgotten', 'not_known', 'gets_in', 'unknown', 'not_asked']).meta({
    description:
      'forgotten: Octo said that it no longer gets in, then forgot the account. not_known: it did not know the account. not_asked: not about its access, as with --plan.',
  }),
  octo_says: z.string().optional().meta({ description: "Octo's own text, or why it could not tell." }),
});

/** What `octo-access remove --json` prints. */
export const removeReportShape = z.strictObject({
  ok: z.boolean().meta({
    description:
      'Whether nothing is left to do, but for what to_do says; with --plan, that nothing is in the way.',
  }),
  seconds: z.number(),
  accounts: z.array(accountShape.readonly()).readonly(),
  to_do: z.array(z.string()).readonly().meta({ description: 'What is left to do, a sentence each.' }),
});
export type RemoveReport = Readonly<z.infer<typeof removeReportShape>>;
/** How the removal of one account went. */
export type RemovedAccount = RemoveReport['accounts'][number];

/** 1 if roles are left; else 2 if Octo still gets in, or could not tell. What a signal left undone has the status of the signal. */
export function removeStatus({ accounts }: Pick<RemoveReport, 'accounts'>): ExitStatus {
  if (accounts.some(({ status }) => status === 'failed' || status === 'interrupted'))
    return EXIT_STATUSES.problem.status;
  const isOpen = accounts.some(({ octo }) => octo === 'gets_in' || octo === 'unknown');
  return isOpen ? EXIT_STATUSES.attention.status : EXIT_STATUSES.done.status;
}

/** The report for people. */
export function removeSummary({ accounts, to_do: toDo, seconds }: RemoveReport): string {
  if (accounts.some(({ status }) => status === 'planned'))
    return [...accounts.map(planLine), 'nothing was changed: leave --plan out to do it'].join('\n');
  const count = accounts.filter((one) => removeStatus({ accounts: [one] }) === 0).length;
  return [
    ...accounts.map((account) => `${label(account)}: ${awsOutcome(account)}; ${octoOutcome(account)}`),
    ...toDo.map((one) => `to do: ${one}`),
    `${count} of ${accounts.length} removed, in ${seconds.toFixed(1)} s`,
  ].join('\n');
}

/** What an account has, and what is done about it. */
export function planLine({
  id,
  name,
  roles,
  steps = [],
}: Pick<RemovedAccount, 'id' | 'name' | 'roles' | 'steps'>): string {
  const has = roles.length === 0 ? 'has none of the five roles' : `has ${roles.join(', ')}`;
  return `${label({ id, name })}: ${has}; ${steps.length === 0 ? 'nothing to do' : `will ${steps.join(', then ')}`}`;
}

/** What happened in AWS, in words. */
function awsOutcome({ status, roles: before, reason = '' }: RemovedAccount): string {
  if (status === 'failed') return `failed: ${reason}`;
  if (status === 'interrupted') return 'interrupted: run the same command again';
  if (before.length === 0) return 'nothing is left, as before: none of the five roles is there';
  return before.length === 1 ? '1 role is gone' : `${before.length} roles are gone`;
}

function octoOutcome({ octo, octo_says: says = '' }: RemovedAccount): string {
  const words = {
    forgotten: `Octo no longer gets in (${says}) and has forgotten it`,
    not_known: 'Octo does not know it',
    gets_in: `Octo still gets in (${says}), so it was not made to forget it`,
    unknown: `whether Octo still gets in is not known, so it was not made to forget it: ${says}`,
    not_asked: 'Octo was not asked',
  };
  return words[octo];
}

/** What is left to do about the accounts of a run. */
export function remainsToDo(accounts: readonly RemovedAccount[], isAsked: boolean): string[] {
  const having = (octo: RemovedAccount['octo']): string =>
    accounts
      .filter((one) => one.status === 'removed' && one.octo === octo)
      .map(({ id }) => id)
      .join(' ');
  const [stillIn, unknown, notAsked] = [having('gets_in'), having('unknown'), having('not_asked')];
  return [
    ...(stillIn === ''
      ? []
      : [
          `Octo still gets into ${stillIn}: look whether something made a role of that name again (a pipeline, a StackSet), or whether Octo uses a role of another account; then run the same command again`,
        ]),
    ...(unknown === '' ? [] : [`run the same command again in a minute, for ${unknown}`]),
    ...(notAsked === '' || isAsked
      ? []
      : [
          `Octo was not asked, and may still know ${notAsked}: set ALPHAUS_CLIENT_ID and ALPHAUS_CLIENT_SECRET and run the same command again, or delete the account in Octo`,
        ]),
  ];
}
