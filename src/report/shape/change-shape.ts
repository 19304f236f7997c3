import { z } from 'zod';
import { count, levels, limits, reason, role, sid, texts, trustStatement } from './role-shape';

const changed = <Of extends string, const Kinds extends readonly string[]>(of: Of, kinds: Kinds) => ({
  of: z.literal(of),
  kind: z.enum(kinds),
});
const WIDTH = ['widened', 'narrowed'] as const;
const ANY_KIND = ['added', 'removed', ...WIDTH, 'changed'] as const;

/**
 * How a right changed. `changed`: neither state covers the other; the right is narrower in some places and wider in
 * others.
 */
export type ChangeKind = (typeof ANY_KIND)[number];

const changedLimits = z
  .strictObject({ ...limits, notResources: texts('Everything but these.').optional() })
  .readonly()
  .meta({ id: 'limits' });
/** What a right, or a Deny, is limited to. */
export type Limits = z.infer<typeof changedLimits>;

const moved = {
  actions: texts('Action names, or patterns of a Deny.'),
  now: z.array(changedLimits).readonly().meta({ description: 'Where it holds now and did not before.' }),
  before: z.array(changedLimits).readonly().meta({ description: 'Where it held before and no longer does.' }),
  reason: z.string(),
};
const arns = z.array(z.string()).readonly();

const rightsChange = z
  .discriminatedUnion('of', [
    z.strictObject({
      ...changed('role', ['added', 'removed']),
      levels,
      managedPolicies: arns,
      addable: count('Actions that an inline policy of Alphaus could add.'),
      reason,
    }),
    z.strictObject({ ...changed('actions', ANY_KIND), ...moved }),
    z.strictObject({
      ...changed('denial', [...WIDTH, 'changed']),
      ...moved,
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
      'changed: neither state covers the other. of: what the change concerns. ceiling: the most that the role can ever do.',
  });

/** One change of a role's rights. */
export type RightsChange = z.infer<typeof rightsChange>;

/** A change of one kind: of `actions`, of a `denial`, of the `trust` policy … */
export type ChangeOf<Of extends RightsChange['of']> = Extract<RightsChange, { of: Of }>;

/** The changes of one role. */
export const roleChange = z
  .strictObject({ role, changes: z.array(rightsChange).readonly() })
  .readonly()
  .meta({ id: 'roleChange', description: 'What differs for one role.' });

/** The changes of one role; a role of an older release may no longer exist. */
export type RoleChange<Name extends string = string> = Omit<z.infer<typeof roleChange>, 'role'> & {
  readonly role: Name;
};
