import { describe, expect, test } from '@jest/globals';
import { rightsChanges } from '../../src/report/diff/rights-change';
import { rightsChangeText } from '../../src/report/diff/rights-change-text';
import type { RoleReport } from '../../src/report/shape/role-shape';
import { changed, denial, DOCUMENTS, MEANINGS, NAME, permission, role } from '../support/role-reports';

describe('what changed in rights', () => {
  test('groups actions that change in the same way, with limits, reason and placeholders', () => {
    const two = ['ssm:DeleteDocument', 'ssm:UpdateDocument'].map((action) => permission(action));
    expect(rightsChangeText(changed({ permissions: [...role().permissions, ...two] }), MEANINGS)).toBe(
      [
        `- ${NAME}`,
        `  - adds \`ssm:DeleteDocument\`, \`ssm:UpdateDocument\`; on \`${DOCUMENTS}\` if ` +
          '`StringEquals ssm:DocumentType = Automation`. Octo keeps its runbooks.',
        '',
        'Values of your account are in braces:',
        '',
        '- `{accountId}`: your account',
      ].join('\n'),
    );
  });

  test('describes a new or removed role in one line, with how much it may do', () => {
    const beyond = [{ action: 's3:ListBucket' } as never];
    const ceiling = { boundary: 'b', levels: role().levels, beyond };
    expect(rightsChanges([], [role({ ceiling })])).toEqual([
      {
        role: NAME,
        changes: [
          {
            of: 'role',
            kind: 'added',
            levels: role().levels,
            managedPolicies: [],
            addable: 1,
            reason: 'It requests changes.',
          },
        ],
      },
    ]);
    expect(rightsChangeText(rightsChanges([], [role()]), {})).toBe(
      `- ${NAME}\n  - new role: 1 Write. It requests changes.`,
    );
    expect(rightsChangeText(rightsChanges([role()], []), {})).toBe(`- ${NAME}\n  - no longer installed`);
  });

  test('names managed policies and boundaries without their ARNs', () => {
    const administrator = 'arn:{partition}:iam::aws:policy/AdministratorAccess';
    const own = 'arn:{partition}:iam::{accountId}:policy/own';
    const text = (after: Partial<RoleReport>, before: Partial<RoleReport> = {}): string =>
      rightsChangeText(changed(after, before), MEANINGS);
    expect(rightsChangeText(rightsChanges([], [role({ managedPolicies: [administrator] })]), {})).toContain(
      'new role: whatever AdministratorAccess allows. ',
    );
    expect(text({ managedPolicies: [own] }, { managedPolicies: [administrator] })).toBe(
      `- ${NAME}\n  - may do what \`own\` allows, instead of \`AdministratorAccess\``,
    );
    expect(text({ boundary: own })).toBe(`- ${NAME}\n  - has the permissions boundary \`own\`, before none`);
  });

  test('says what was so before', () => {
    const wide = { permissions: [permission('ssm:CreateDocument', { resources: ['*'], conditions: {} })] };
    expect(rightsChangeText(changed(wide), {})).toContain(
      `widens \`ssm:CreateDocument\`; now without limits; before on \`${DOCUMENTS}\` if ` +
        '`StringEquals ssm:DocumentType = Automation`. ',
    );
    expect(rightsChangeText(changed(denial({ resources: ['arn:a'] })), {})).toContain(
      'denies in fewer cases `ssm:PutResourcePolicy`; now on `arn:a`; before without limits. ',
    );
    expect(rightsChangeText(changed({ denials: [] }), {})).toContain(
      'no longer denies `ssm:PutResourcePolicy`. ',
    );
  });

  test('describes what a Deny denies', () => {
    expect(rightsChangeText(changed({}, { denials: [] }), {})).toBe(
      `- ${NAME}\n  - denies \`ssm:PutResourcePolicy\`. Sharing belongs to the customer.`,
    );
  });
});
