/* eslint-disable @typescript-eslint/explicit-module-boundary-types -- zod infers the types, which nobody could write */
import { z } from 'zod';
import {
  BUCKET,
  CLOUD_NAME,
  HOSTNAME,
  KMS_KEY,
  PROFILE,
  REGION,
  ROLE_ARN,
  ROLE_EXTERNAL_ID,
  SESSION_NAME,
  TABLE,
  type Field,
} from '../names/fields';
import { section, text, yesOrNo } from './schema-parts';

/** Where the states of a fleet are in a bucket, if the file does not say. */
export const DEFAULT_PREFIX = 'octo-access';

const PREFIX: Field = {
  pattern: /^[\w!.*'()-]+(\/[\w!.*'()-]+)*$/,
  allowed: 'a prefix of S3 keys, like octo-access, without / around it',
};
const PROJECT: Field = { pattern: /^[\w -]+$/, allowed: 'the name of a project of HCP Terraform' };

/** Settings of Terraform's S3 backend, by Terraform's names: all but the key of the state. */
const s3Settings = {
  type: z.literal('s3'),
  bucket: text(BUCKET, 'Bucket of the states.'),
  region: text(REGION, 'Region of the bucket.'),
  kms_key_id: text(
    KMS_KEY,
    'KMS key that encrypts the states, by id or ARN. Default: the encryption of the bucket.',
  ).optional(),
  profile: text(
    PROFILE,
    'Profile of the AWS CLI that reaches the bucket. Default: the credentials at hand.',
  ).optional(),
  assume_role: section(
    {
      role_arn: text(ROLE_ARN, 'ARN of the role.'),
      external_id: text(
        ROLE_EXTERNAL_ID,
        'External id that the role asks for; not the one of Octo.',
      ).optional(),
      session_name: text(SESSION_NAME, 'Name of the session.').optional(),
    },
    'Role that reaches the bucket. Default: none.',
  ).optional(),
  use_lockfile: yesOrNo(
    true,
    'Whether a state is locked by a file beside it, which takes Terraform 1.10 or later. false needs dynamodb_table.',
  ),
  dynamodb_table: text(
    TABLE,
    'DynamoDB table that locks the states, beside the file or instead of it.',
  ).optional(),
};

/** An S3 bucket of states and the way to it. */
export type S3Settings = Readonly<z.output<z.ZodObject<typeof s3Settings>>>;

/** Settings that name HCP Terraform. */
export const cloudSettings = {
  type: z.literal('cloud'),
  organization: text(CLOUD_NAME, 'Organization of HCP Terraform.'),
  hostname: text(HOSTNAME, 'Host of Terraform Enterprise. Default: HCP Terraform.').optional(),
};

/** A section for an S3 bucket, with the key that says where in it. */
export function s3Section<Shape extends z.ZodRawShape>(place: Shape) {
  return section(
    { ...s3Settings, ...place },
    'An S3 bucket: encrypted, and locked natively (Terraform 1.10 or later) or by a DynamoDB table.',
  ).refine(isLocked, {
    path: ['use_lockfile'],
    error:
      'must be true, or stand beside a dynamodb_table: two runs at once would damage a state without a lock; got false',
  });
}

function isLocked({
  use_lockfile,
  dynamodb_table,
}: {
  use_lockfile?: unknown;
  dynamodb_table?: unknown;
}): boolean {
  return use_lockfile !== false || dynamodb_table !== undefined;
}

/** Section for files beside the configuration. */
export const localSection = section({ type: z.literal('local') }, 'Files beside the configuration.');

/** The sections of the backends as one, told apart by their type. */
export function backendOf<Sections extends [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]]>(
  sections: Sections,
) {
  return z.discriminatedUnion('type', sections, {
    error: ({ code }: { code: string }) =>
      code === 'invalid_union' ? BACKEND_TYPES : `a section with type: ${BACKEND_TYPES}`,
  });
}

const BACKEND_TYPES = '"local" or "s3" or "cloud"';

/** The section `backend` of the fleet file. */
export const backend = backendOf([
  localSection,
  s3Section({
    prefix: text(PREFIX, 'States are <prefix>/<stack>.tfstate.').optional().meta({ default: DEFAULT_PREFIX }),
  }),
  section(
    {
      ...cloudSettings,
      project: text(PROJECT, 'Project that new workspaces are put into.').optional(),
    },
    'HCP Terraform or Terraform Enterprise, one workspace per stack.',
  ),
])
  .optional()
  .meta({ description: 'Where the states are kept. Default: files beside the configuration.' });
