import { z } from 'zod';
import { parsedJson } from '../text/parsed-json';

/** Runs Terraform in the stack's folder. */
type Call = (args: readonly string[]) => Promise<{ readonly status: number; readonly stdout: string }>;

const stateShape = z.looseObject({
  resources: z.array(
    z
      .looseObject({
        mode: z.literal('managed'),
        type: z.enum(['aws_iam_role', 'aws_iam_policy']),
        name: z.string(),
        instances: z.array(z.looseObject({ status: z.string().optional() })),
      })
      .or(z.unknown().transform(() => undefined)),
  ),
});

/**
 * Lets Terraform go on with roles and policies whose creation was interrupted. It would replace them, which their fixed names do not
 * allow: a policy is created anew before the old one is deleted, and fails because it is there. What it has or lacks, the next plan finds.
 */
export async function untaintInterrupted(call: Call): Promise<void> {
  const { stdout } = await call(['state', 'pull']);
  const { data } = stateShape.safeParse(parsedJson(stdout));
  for (const resource of data?.resources ?? []) {
    if (resource?.instances.some(({ status }) => status === 'tainted') !== true) continue;
    await call(['untaint', `${resource.type}.${resource.name}`]);
  }
}
