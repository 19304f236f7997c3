import { z } from 'zod';

/** What a command that fails prints on stdout with `--json`. */
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
        .meta({ description: 'One by one, with their places in the fleet file or list.' }),
    })
    .readonly(),
});
export type ErrorReport = Readonly<z.infer<typeof errorReportShape>>;
