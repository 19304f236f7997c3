import type { Release } from './release';

const TERRAFORM = { kind: 'terraform', module: 'github.com/hashicorp/terraform', program: '.' } as const;
const OPENTOFU = {
  kind: 'tofu',
  module: 'github.com/opentofu/opentofu',
  program: './cmd/tofu',
  // Without it a build calls itself 1.12.6-dev.
  link: '-X github.com/opentofu/opentofu/version.dev=no',
} as const;

/** The last Terraform of the oldest minor version that the module takes. */
export const TERRAFORM_1_5: Release = {
  ...TERRAFORM,
  version: '1.5.7',
  sum: 'h1:HL+iEBdp6mC/tqQM1F5jA5y32CbxXPwyiNQyYSXVzw0=',
  go: '1.18',
  minutes: 4,
};

/** The oldest minor version of OpenTofu that takes `for_each` on a provider in JSON syntax, too. */
export const OPENTOFU_1_11: Release = {
  ...OPENTOFU,
  version: '1.11.6',
  sum: 'h1:VADF6JEJOAwxZ8mjdp+GE1ZfeqbYc9OvJbJ1CMeUdlg=',
  go: '1.25',
  minutes: 7,
};

/** The OpenTofu of the tests. */
export const OPENTOFU_1_12: Release = {
  ...OPENTOFU,
  version: '1.12.6',
  sum: 'h1:0VT4P8pMmGcCUnQ9JDrJ+Qg2d35Vzm4FFd/9+H7oF98=',
  go: '1.26',
  minutes: 7,
};
