import { z } from 'zod';

/** Printed on standard output by a command that fails with `--json`. */
export const errorReportShape = z.strictObject({
  error: z
    .strictObject({
      message: z.string().meta({ description: 'What is wrong and what to do, as people read it.' }),
      problems: z
        .array(
          z
            .strictObject({ message: z.string(), line: z.int().optional(), column: z.int().optional() })
            .readonly(),
        )
        .readonly()
        .optional()
        .meta({ description: 'Each problem, with its place in the fleet file or list.' }),
    })
    .readonly(),
});
export type ErrorReport = Readonly<z.infer<typeof errorReportShape>>;
