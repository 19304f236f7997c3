import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { changelog, ReportError } from '../../src/generate/generated-report';
import { UsageError } from '../../src/names/error-in-words';
import { parseReport } from '../../src/report/shape/report-shape';
import {
  knownReleases,
  releaseBefore,
  RELEASES_FOLDER,
  rightsSince,
  rolesOfRelease,
  UnreadableRelease,
} from '../../src/report/diff/rights-since';
import type { RoleChange } from '../../src/report/shape/change-shape';

const CHECKOUT = resolve(__dirname, '../..');
const REPORT = readFileSync(join(CHECKOUT, 'report', 'permissions.json'), 'utf8');

/** A report like that of an early release: fewer parts than today, other names, and a part that no longer exists. */
const OLD = {
  format: 0,
  release: '0.0.9',
  roles: [
    {
      name: 'OctoOldRole',
      purpose: 'It is no more.',
      permissions: [
        { action: 's3:ListAllMyBuckets', resources: ['*'], conditions: {}, reason: 'Buckets.', since: 1 },
      ],
    },
    {
      name: 'OctoSSMUpdaterRole',
      session: { seconds: 3600, input: 'session_hours' },
      permissions: [
        {
          action: 'ssm:CreateDocument',
          accessLevel: 'Everything',
          resources: ['*'],
          conditions: {},
          reason: 'Runbooks.',
        },
      ],
      dropped: true,
    },
  ],
  settings: [{ input: 'session_hours', setting: 1 }],
};

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'octo-releases-'));
  mkdirSync(join(project, RELEASES_FOLDER), { recursive: true });
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function release(version: string, text: string): void {
  writeFileSync(join(project, RELEASES_FOLDER, `v${version}.json`), text);
}

const today = parseReport(REPORT);

/** Names of today's roles, all with rights. */
const comparable = () =>
  today.roles.map(({ name }) => expect.objectContaining({ name, permissions: expect.any(Array) }) as unknown);

const since = (version: string): RoleChange[] => {
  const json = rightsSince(version, rolesOfRelease(project, version), today, { json: true });
  return (JSON.parse(json) as { roles: RoleChange[] }).roles;
};

describe('the report of a release', () => {
  test('is read from its folder, newest release last', () => {
    for (const release of ['v0.10.0', 'v0.2.0', 'v0.9.1']) {
      writeFileSync(join(project, RELEASES_FOLDER, `${release}.json`), REPORT);
    }
    writeFileSync(join(project, RELEASES_FOLDER, 'notes.txt'), '');
    expect(knownReleases(project)).toEqual(['v0.2.0', 'v0.9.1', 'v0.10.0']);
    expect(rolesOfRelease(project, 'v0.2.0')).toEqual(comparable());
  });

  test('is read from the commit with its tag', () => {
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: project,
        stdio: 'ignore',
      });
    };
    writeFileSync(join(project, 'report', 'permissions.json'), REPORT);
    git('init');
    git('add', '.');
    git('commit', '-m', 'release');
    git('tag', 'v1.0.0');
    expect(rolesOfRelease(project, 'v1.0.0')).toEqual(comparable());
  });

  test('compared with itself, has no change', () => {
    release('0.2.0', REPORT);
    expect(since('v0.2.0')).toEqual([]);
    expect(rightsSince('v0.2.0', rolesOfRelease(project, 'v0.2.0'), today, {})).toBe(
      '### Permissions since v0.2.0\n\nNo change of rights.',
    );
  });

  test('is compared, however old: without later parts, and with roles and inputs that no longer exist', () => {
    release('0.0.9', JSON.stringify(OLD));
    const changes = new Map(since('v0.0.9').map((change) => [change.role, change.changes]));
    expect(changes.get('OctoOldRole')).toEqual([
      expect.objectContaining({ of: 'role', kind: 'removed', reason: 'It is no more.' }),
    ]);
    expect(changes.get('AlphausAcctAccessRole')).toEqual([
      expect.objectContaining({ of: 'role', kind: 'added' }),
    ]);
    expect(changes.get('OctoSSMUpdaterRole')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ of: 'session', kind: 'widened', before: 3600 }),
        expect.objectContaining({ of: 'actions', kind: 'narrowed', actions: ['ssm:CreateDocument'] }),
        expect.objectContaining({ of: 'trust', kind: 'widened', before: null }),
        expect.objectContaining({ of: 'denial', kind: 'narrowed' }),
      ]),
    );
    expect(rightsSince('v0.0.9', rolesOfRelease(project, 'v0.0.9'), today, {})).toContain(
      '- OctoOldRole\n  - no longer installed\n',
    );
  });

  test.each([
    ['no JSON', '{'],
    ['something else', '{ "roles": 1 }'],
    ['rights without resources', '{ "roles": [{ "name": "A", "permissions": [{ "action": "s3:*" }] }] }'],
  ])('fails where it is %s, with its path and what to do', (_, text) => {
    release('0.2.0', text);
    expect(() => rolesOfRelease(project, 'v0.2.0')).toThrow(UnreadableRelease);
    expect(() => rolesOfRelease(project, 'v0.2.0')).toThrow(
      /^report\/releases\/v0\.2\.0\.json is not a permission report: [\s\S]+\. Restore the release's own report: git show v0\.2\.0:/,
    );
  });

  test('fails for a release that does not exist, and lists those that do', () => {
    expect(() => rolesOfRelease(project, 'v9.9.9')).toThrow(
      /no git tag v9\.9\.9 .* no release has a report yet\. If it was released, fetch the tags: git fetch --tags$/,
    );
    release('0.2.0', REPORT);
    expect(() => rolesOfRelease(project, 'v9.9.9')).toThrow(UsageError);
    expect(() => rolesOfRelease(project, 'v9.9.9')).toThrow(
      /no git tag v9\.9\.9 .* known are v0\.2\.0\. Name one/,
    );
  });

  test.each(['0.2.0', 'latest', 'v1', '--exec=x', '../v0.2.0'])(
    'fails for %s, which is not the name of a release',
    (name) => {
      expect(() => rolesOfRelease(project, name)).toThrow(/must name a release like v1\.2\.3, got/);
    },
  );
});

describe('the changelog', () => {
  const part = (version: string, rights: string): string =>
    `## ${version}\n\n<!-- permissions:begin -->\n\n${rights}\n\n<!-- permissions:end -->\n\n`;

  const write = (...parts: string[]): void => {
    writeFileSync(join(project, 'CHANGELOG.md'), ['# Changelog\n\n', ...parts].join(''));
  };

  function withoutApprover(): string {
    const { roles, ...rest } = today;
    const left = roles.filter(({ name }) => name !== 'OctoChangeTemplateApproverRole');
    return JSON.stringify({ ...rest, roles: left });
  }

  test('describes under the new release what changed since the one before, and keeps the texts of other releases', () => {
    release('0.1.0', withoutApprover());
    release('0.3.0', REPORT);
    write(part('0.2.0', 'Old text.'), part('0.1.0', 'First text.'));
    const text = changelog(project, { ...today, release: '0.2.0' });
    const [, now = '', first = ''] = text.split(/^(?=## )/m);
    expect(first).toBe(part('0.1.0', 'First text.'));
    expect(now).toMatch(
      /^## 0\.2\.0\n\n<!-- permissions:begin -->\n\n- OctoChangeTemplateApproverRole\n {2}- new role: /,
    );
    expect(now.match(/^- Octo/gm)).toHaveLength(1);
    expect(now).not.toContain('Old text.');
  });

  test('describes under the first release what is installed', () => {
    write(part('0.1.0', ''));
    const text = changelog(project, { ...today, release: '0.1.0' });
    expect(text.match(/^ {2}- new role: /gm)).toHaveLength(today.roles.length);
  });

  test.each([
    ['no heading', [part('0.1.0', 'First text.')]],
    ['no markers', ['## 0.2.0\n\nText.\n\n', part('0.1.0', 'First text.')]],
    ['a heading that only begins so', [part('0.2.0-rc.1', ''), part('0.1.0', 'First text.')]],
  ])('fails where the release has %s there', (_, parts) => {
    write(...parts);
    const run = (): string => changelog(project, { ...today, release: '0.2.0' });
    expect(run).toThrow(ReportError);
    expect(run).toThrow(
      'CHANGELOG.md has no section "## 0.2.0" with <!-- permissions:begin --> and <!-- permissions:end -->: ' +
        'add it above the last release',
    );
  });

  test('finds the release before, which is not the newest one for a patch of an older release', () => {
    for (const version of ['0.9.0', '0.10.0', '0.2.0']) release(version, REPORT);
    expect(
      ['v0.2.0', 'v0.9.0', 'v0.9.1', 'v1.0.0'].map((version) => releaseBefore(project, version)),
    ).toEqual([undefined, 'v0.2.0', 'v0.9.0', 'v0.10.0']);
  });

  const headings = [
    ...readFileSync(join(CHECKOUT, 'CHANGELOG.md'), 'utf8').matchAll(/^## (\d+\.\d+\.\d+)/gm),
  ].map(([, version = '']) => `v${version}`);

  test('has the report of every release before the one that is being made', () => {
    const [, ...released] = headings;
    expect(knownReleases(CHECKOUT)).toEqual(expect.arrayContaining(released));
    expect(headings.length).toBeGreaterThan(0);
  });
});
