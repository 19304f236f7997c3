import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { knownReleases, releasedReport, RELEASES_FOLDER, UnknownRelease } from '../../src/cli/rights-since';

const CHECKOUT = resolve(__dirname, '../..');
const REPORT = readFileSync(join(CHECKOUT, 'report', 'permissions.json'), 'utf8');

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'octo-releases-'));
  mkdirSync(join(project, RELEASES_FOLDER), { recursive: true });
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

describe('the report of a release', () => {
  test('is read from its folder, the newest release last', () => {
    for (const release of ['v0.10.0', 'v0.2.0', 'v0.9.1']) {
      writeFileSync(join(project, RELEASES_FOLDER, `${release}.json`), REPORT);
    }
    writeFileSync(join(project, RELEASES_FOLDER, 'notes.txt'), '');
    expect(knownReleases(project)).toEqual(['v0.2.0', 'v0.9.1', 'v0.10.0']);
    expect(releasedReport(project, 'v0.2.0')).toEqual(JSON.parse(REPORT));
  });

  test('is read from the commit that is tagged so', () => {
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
    expect(releasedReport(project, 'v1.0.0')).toEqual(JSON.parse(REPORT));
  });

  test('fails for a release that there is not, and says which there are', () => {
    writeFileSync(join(project, RELEASES_FOLDER, 'v0.2.0.json'), REPORT);
    expect(() => releasedReport(project, 'v9.9.9')).toThrow(UnknownRelease);
    expect(() => releasedReport(project, 'v9.9.9')).toThrow(
      /no git tag v9\.9\.9 .* known are v0\.2\.0\. Name one/,
    );
  });

  test.each(['0.2.0', 'latest', 'v1', '--exec=x', '../v0.2.0'])(
    'fails for %s, which names no release',
    (name) => {
      expect(() => releasedReport(project, name)).toThrow(/must name a release like v1\.2\.3, got/);
    },
  );
});

describe('the changelog', () => {
  const headings = [
    ...readFileSync(join(CHECKOUT, 'CHANGELOG.md'), 'utf8').matchAll(/^## (\d+\.\d+\.\d+)/gm),
  ].map(([, version = '']) => `v${version}`);

  test('has the report of every release before the one that is being made', () => {
    const [, ...released] = headings;
    expect(knownReleases(CHECKOUT)).toEqual(expect.arrayContaining(released));
    expect(headings.length).toBeGreaterThan(0);
  });
});
