import { z } from 'zod';
import { roleChange } from '../shape/change-shape';

// An older release may have a role that no longer exists.
const change = roleChange.unwrap().extend({ role: z.string() }).readonly();

/** What `octo-access report --diff --json` prints. */
export const rightsSinceShape = z.strictObject({
  since: z.string().meta({ description: 'The release to compare with, like v1.2.3.' }),
  release: z.string().meta({ description: 'This release.' }),
  roles: z.array(change).readonly().meta({ description: 'Roles without a change are absent.' }),
});
