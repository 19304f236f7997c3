import { z } from 'zod';
import { ROLE_NAMES } from '../names/role-names';

/** What has the roles, as far as it is known: a CloudFormation stack, a state of Terraform, or neither. */
export const ORIGINS = ['stack', 'terraform', 'none'] as const;

const writtenShape = z.strictObject({
  role: z.enum(ROLE_NAMES),
  policy: z.string().meta({ description: 'Name of the inline policy.' }),
});

/** Inline policies that Alphaus wrote into its roles under its right to update them. */
export const writtenPolicies = z.array(writtenShape.readonly()).readonly();

/** The same, where their documents are read. */
export const selfUpdates = z
  .array(
    writtenShape
      .extend({
        grants: z
          .array(z.string())
          .readonly()
          .meta({ description: 'What it allows or denies, like Allow ec2:DescribeInstances.' }),
      })
      .readonly(),
  )
  .readonly();
