import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { importBlocks, IMPORTS_HEADER } from '../../src/deploy/import-blocks';
import { writtenResources } from '../../src/module/written-resources';
import { ROLE_NAMES } from '../../src/names/role-names';

const MODULE = writtenResources(readFileSync(join(__dirname, '../../modules/octo-access/main.tf'), 'utf8'));
const BOUNDARY = 'arn:aws-us-gov:iam::111122223333:policy/AlphausAcctAccessBoundary';

test('what is there is imported by the addresses of the configuration, with their index where they have a count', () => {
  const present = { accountId: '111122223333', roles: ['OctoSSMUpdaterRole'] as const, policies: [BOUNDARY] };
  expect(importBlocks(MODULE, present, 'module.octo')).toBe(
    `${IMPORTS_HEADER}
# Account 111122223333.

import {
  to = module.octo.aws_iam_role.ssm_updater[0]
  id = "OctoSSMUpdaterRole"
}

import {
  to = module.octo.aws_iam_policy.acct_access_boundary[0]
  id = "${BOUNDARY}"
}
`,
  );
  const own = { aws_iam_role: { ssm_updater: { name: 'OctoSSMUpdaterRole' } } };
  expect(importBlocks(own, present)).toContain('to = aws_iam_role.ssm_updater\n');
});

test('every role has an address in the module', () => {
  const text = importBlocks(MODULE, { accountId: '111122223333', roles: ROLE_NAMES, policies: [] });
  expect(text.match(/^import/gm)).toHaveLength(ROLE_NAMES.length);
});
