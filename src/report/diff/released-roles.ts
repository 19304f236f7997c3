import { z } from 'zod';
import type { ComparableRole } from '../model';

/*
 * Reads what a comparison needs of a report of any release: roles and inputs that no longer exist are names
 * like others, what it does not know is ignored, and a part that the release had not yet is empty.
 */

const texts = z.array(z.string());
const limits = {
  resources: texts,
  conditions: z.record(z.string(), z.record(z.string(), texts)),
};

const role = z.object({
  name: z.string(),
  purpose: z.string().default(''),
  trust: z
    .array(
      z.object({
        sid: z.string(),
        effect: z.enum(['Allow', 'Deny']),
        principals: z.record(z.string(), texts),
        conditions: limits.conditions,
      }),
    )
    .default([]),
  session: z.object({ seconds: z.number() }).optional(),
  managedPolicies: texts.default([]),
  boundary: z.string().nullable().default(null),
  levels: z.record(z.string(), z.number()).default({}),
  permissions: z
    .array(z.object({ action: z.string(), ...limits, reason: z.string().default('') }))
    .default([]),
  denials: z
    .array(
      z.object({
        actions: texts,
        notActions: texts.default([]),
        ...limits,
        notResources: texts.default([]),
        reason: z.string().default(''),
      }),
    )
    .default([]),
  ceiling: z
    .object({ beyond: z.array(z.object({ action: z.string() })).default([]) })
    .nullable()
    .default(null),
});

const report = z.object({ roles: z.array(role) });

/**
 * The roles of a released report, from its JSON text.
 *
 * @throws Error that says where the text is no report
 */
export function releasedRoles(json: string): ComparableRole[] {
  const { data, error } = report.safeParse(JSON.parse(json));
  if (data) return data.roles;
  throw new Error(z.prettifyError(error));
}
