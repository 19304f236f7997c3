import { basename } from 'node:path';
import { z } from 'zod';
import { readText } from '../fleet/read-text';
import type { InputName } from '../inputs/inputs';
import { AttentionError, ErrorInWords, UsageError } from '../names/error-in-words';
import { ROLE_NAMES } from '../names/role-names';
import { parsedJson } from '../text/parsed-json';

/** A state says nothing that can be looked for in AWS; in words for the user. */
export class StateError extends AttentionError {}

/** What a state says of one installation. */
export interface Installation {
  /** 12 digits. */
  readonly account: string;
  /** As on the command line: `external_id`, `roles` and, where the state has the roles and not only outputs, `principal`. */
  readonly inputs: Readonly<Partial<Record<InputName, string>>>;
}

/** The output `octo_onboarding`, wherever a configuration hands it on. */
const onboardingShape = z.looseObject({
  account_id: z.string().regex(/^\d{12}$/),
  external_id: z.string(),
  role_arns: z.record(z.string(), z.string()),
});

/** A role as a state has it. */
const roleShape = z.looseObject({ arn: z.string(), assume_role_policy: z.string() });

/**
 * The installation in a state file, in what `terraform state pull`, `terraform output -json` or `terraform show -json` prints.
 *
 * @param account the one that is meant. @default - the only one
 * @throws StateError; UsageError if no account is named where there are several, or one that it does not have
 */
export function installationOf(file: string, account: string | undefined): Installation {
  const name = basename(file);
  const state = parsedJson(textOf(file));
  if (state === undefined)
    throw new StateError(
      `--state must name a state of Terraform, or what terraform output -json or terraform show -json prints, got "${name}", which is no JSON: it may have been cut off`,
    );
  const found = installationsIn(state);
  const accounts = [...found.keys()];
  if (accounts.length === 0)
    throw new StateError(
      `"${name}" has no output octo_onboarding, which names the account: hand it on (output "octo_onboarding" { value = module.octo_access.octo_onboarding }) and apply, or give --principal and --external-id`,
    );
  const chosen = account ?? (accounts.length === 1 ? accounts[0] : undefined);
  if (chosen === undefined)
    throw new UsageError(`"${name}" has several accounts, so name one of them: ${accounts.join(', ')}`);
  const inputs = found.get(chosen);
  if (inputs === undefined)
    throw new UsageError(`"${name}" does not have account ${chosen}, but ${accounts.join(', ')}`);
  return { account: chosen, inputs };
}

function textOf(file: string): string {
  try {
    return readText(file, file);
  } catch (error) {
    if (!(error instanceof ErrorInWords)) throw error;
    throw new StateError(error.message, { cause: error });
  }
}

function installationsIn(state: unknown): Map<string, Installation['inputs']> {
  const parts = [...objectsIn(state)];
  const trusted = parts.flatMap((part) => {
    const { data: role } = roleShape.safeParse(part);
    // Of ours, only the three roles for Alphaus ask for an external id. Others of the state are somebody else's.
    const isOurs = ROLE_NAMES.some((name) => role?.arn.endsWith(`:role/${name}`));
    if (!isOurs || role?.assume_role_policy.includes('sts:ExternalId') !== true) return [];
    const principal = /:iam::(\d{12}):root/.exec(role.assume_role_policy)?.[1];
    return principal === undefined ? [] : [{ account: role.arn.split(':')[4] ?? '', principal }];
  });
  return new Map(
    parts.flatMap((part) => {
      const { data } = onboardingShape.safeParse(part);
      if (data === undefined) return [];
      const { account_id: account } = data;
      const own = trusted.filter((one) => one.account === account).map(({ principal: one }) => one);
      const [principal, ...others] = new Set(own);
      if (others.length > 0)
        throw new StateError(
          `by the state, roles of account ${account} trust several accounts: ${[principal, ...others].join(', ')}; deploy again, or give --principal and --external-id in place of --state`,
        );
      const roles = ROLE_NAMES.filter((role) => role in data.role_arns).join(',');
      return [
        [
          account,
          { ...(principal !== undefined && { principal }), external_id: data.external_id, roles },
        ] as const,
      ];
    }),
  );
}

/** All objects within a value, itself among them. */
function* objectsIn(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return;
  yield value;
  for (const part of Object.values(value)) yield* objectsIn(part);
}
