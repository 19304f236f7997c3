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
          .meta({ description: 'Rows of the catalogue that stand for it.' }),
      })
      .readonly(),
  )
  .readonly();

/** What an update did, and what it means for the roles: what `octo-access catalogue-update --json` prints. */
export const catalogueUpdateShape = z.strictObject({
  before: z.string().meta({ description: "Version of the package that held AWS's actions." }),
  after: z.string(),
  difference: z
    .strictObject({
      added: count.meta({ description: 'Actions more, of all services.' }),
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
    .meta({ description: 'What is wrong with the roles by the later edition, a sentence for each.' }),
});
export type CatalogueUpdate = Readonly<z.infer<typeof catalogueUpdateShape>>;
