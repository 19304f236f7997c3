import { z } from 'zod';

/** What `octo-access module-pack --json` prints about the archive that it wrote. */
export const packedModuleShape = z.strictObject({
  file: z.string().meta({ description: 'Absolute path.' }),
  version: z.string(),
  bytes: z.int(),
  sha256: z.string(),
});
export type PackedModule = Readonly<z.infer<typeof packedModuleShape>>;
