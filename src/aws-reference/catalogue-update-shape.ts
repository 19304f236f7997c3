import { z } from 'zod';
import { ROLE_NAMES } from '../names/role-names';

const level = z.enum(['List', 'Read', 'Tagging', 'Write', 'Permissions management']);
const count = z.int().min(0);

const changedActions = z
  .array(
    z
      .strictObject({
        action: z.string(),
        accessLevel: level,
        before: level
          .optional()
          .meta({ description: 'Access level in the earlier edition, where it changed.' }),
        patterns: z
          .array(
            z
              .strictObject({
                list: z.enum(['permissions', 'boundary']),
                sid: z.string(),
                effect: z.enum(['Allow', 'Deny']),
                pattern: z.string(),
              })
              .readonly(),
          )
          .readonly()
          .meta({ description: 'Rows of the catalogue that match it.' }),
      })
      .readonly(),
  )
  .readonly();

/** What an update did and what it changes for the roles, as `octo-access catalogue-update --json` prints it. */
export const catalogueUpdateShape = z.strictObject({
  before: z.string().meta({ description: "Version of the package that held AWS's actions." }),
  after: z.string(),
  difference: z
    .strictObject({
      added: count.meta({ description: 'New actions, of all services.' }),
      removed: count,
      roles: z
        .array(
          z
            .strictObject({
              role: z.enum(ROLE_NAMES),
              gained: changedActions,
              lost: changedActions,
              relevelled: changedActions,
            })
            .readonly(),
        )
        .readonly(),
    })
    .readonly(),
  findings: z
    .array(z.string())
    .readonly()
    .meta({ description: 'Findings about the roles in the later edition, one sentence each.' }),
});
export type CatalogueUpdate = Readonly<z.infer<typeof catalogueUpdateShape>>;
