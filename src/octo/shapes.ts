import { z } from 'zod';
import { printable } from '../text/printable';

/*
 * Messages of Octo's API, as the vendor's OpenAPI file describes them. Fields that are not used are not named: more of
 * them is no error. protobuf leaves out what is empty or false.
 */

/** No text of Octo's begins a line of its own, or controls a terminal. */
const text = z.string().default('').transform(printable);
const flag = z.boolean().default(false);

/** What Octo's onboarding page shows. */
export const onboardingShape = z.object({ principal: z.string(), externalId: z.string() });

/** The badges of an account. */
export const registrationShape = z.object({
  apiAccess: flag,
  curExport: flag,
  payer: flag,
  stackSet: flag,
  isDataAvailable: flag,
});

/** How Octo's check of an account ended. */
export const accessShape = z.object({
  target: text,
  accountName: text,
  accountType: text,
  payerId: text,
  roleArn: text,
  externalId: text,
  /** `latest`, `outdated`, or what went wrong. */
  status: text,
  registrationStatus: registrationShape.prefault({}),
});
export type Access = Readonly<z.infer<typeof accessShape>>;

/** An account that Octo knows. */
export const knownAccountShape = z.object({ target: text, vendor: text, accountType: text });

/** Accounts of the organization that Octo does not know. */
export const unregisteredShape = z.object({
  unregisteredAccts: z.array(z.object({ id: z.string(), payerId: text, status: text })).default([]),
});

/** A token of the login. */
export const tokenShape = z.object({ access_token: z.string().min(1) });

/** An error of Octo, as a message or within a stream. */
export const statusShape = z.object({ code: z.number().optional(), message: text });
