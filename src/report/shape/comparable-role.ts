import { z } from 'zod';
import { denial, headroom, ofEachLevel, permission, roleReport, trustStatement } from './role-shape';

const ofRole = roleReport.unwrap().shape;
const ofPermission = permission.unwrap().shape;
const ofDenial = denial.unwrap().shape;

/*
 * The part of a role's shape that a comparison reads, for a report of any release: it takes roles that no longer exist,
 * ignores keys that it does not know, and reads a part that the release did not have yet as empty.
 */
const comparableRole = z.object({
  name: z.string(),
  purpose: ofRole.purpose.default(''),
  trust: z.array(z.object(trustStatement.unwrap().shape)).readonly().default([]),
  session: z.object({ seconds: ofRole.session.unwrap().shape.seconds }).optional(),
  managedPolicies: ofRole.managedPolicies.default([]),
  boundary: ofRole.boundary.default(null),
  levels: z.object(ofEachLevel(z.int().default(0))).prefault({}),
  permissions: z
    .array(
      z.object({
        action: ofPermission.action,
        resources: ofPermission.resources,
        conditions: ofPermission.conditions,
        reason: ofPermission.reason.default(''),
      }),
    )
    .readonly()
    .default([]),
  denials: z
    .array(
      z.object({
        actions: ofDenial.actions,
        notActions: ofDenial.notActions.default([]),
        resources: ofDenial.resources,
        notResources: ofDenial.notResources.default([]),
        conditions: ofDenial.conditions,
        reason: ofDenial.reason.default(''),
      }),
    )
    .readonly()
    .default([]),
  ceiling: z
    .object({
      beyond: z
        .array(z.object({ action: headroom.unwrap().shape.action }))
        .readonly()
        .default([]),
    })
    .nullable()
    .default(null),
});

/** The part of a role that a comparison reads. */
export type ComparableRole<Name extends string = string> = Omit<z.infer<typeof comparableRole>, 'name'> & {
  readonly name: Name;
};

const releasedReport = z.object({ roles: z.array(comparableRole) });

/**
 * The roles of a released report, from its JSON text.
 *
 * @throws Error that says where the text is not a report
 */
export function releasedRoles(json: string): ComparableRole[] {
  const { data, error } = releasedReport.safeParse(JSON.parse(json));
  if (data) return data.roles;
  throw new Error(z.prettifyError(error));
}
