import { z } from 'zod';
import { roleChange } from '../shape/change-shape';

// A release may have had a role that is no more.
const change = roleChange.unwrap().extend({ role: z.string() }).readonly();

/** What `octo-access report --diff --json` prints. */
export const rightsSinceShape = z.strictObject({
  since: z.string().meta({ description: 'The release compared with, like v1.2.3.' }),
  release: z.string().meta({ description: 'This one.' }),
  roles: z.array(change).readonly().meta({ description: 'Roles without a change are absent.' }),
});
