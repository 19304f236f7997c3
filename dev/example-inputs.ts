import { EXAMPLE } from '../src/inputs/samples';

/** The two required inputs, by their Terraform names, as Octo's onboarding page could give them. */
export const EXAMPLE_INPUTS = { principal: EXAMPLE.principal, external_id: EXAMPLE.externalId } as const;
