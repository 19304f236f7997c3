import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeRoot, writeRoot } from '../../src/module/write-root';
import { chosenFleetFile, fleetOf } from '../../src/fleet/find-fleet';
import type { Fleet } from '../../src/fleet/fleet';
import { shownPath } from '../../src/text/shown-path';
import { ROOT_FILE } from '../../src/module/fleet-root';

const FILE = `layout: provider-aliases
defaults:
  role: Installer
  inputs:
    principal: "444455556666"
    external_id: octo-ext-7f3c2a1b9d
accounts:
  - id: "111122223333"
  - id: "222233334444"
    state: removing
`;

let project: string;
let fleet: Fleet;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'octo-unit-'));
  writeFileSync(join(project, 'package.json'), '{ "version": "1.2.3" }');
  writeFileSync(join(project, 'octo.yaml'), FILE);
  fleet = fleetOf(chosenFleetFile(project));
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

const written = (folder: string): string => readFileSync(join(folder, ROOT_FILE), 'utf8');

describe('the root of a fleet', () => {
  it('is written once, and says so', () => {
    const folder = join(project, 'deploy', 'fleet');
    const once = writeRoot(project, fleet, folder);

    expect(once).toEqual({
      layout: 'provider-aliases',
      file: join(folder, ROOT_FILE),
      changed: true,
      active: ['111122223333'],
      source: '../../modules/octo-access',
      removing: ['222233334444'],
    });
    expect(writeRoot(project, fleet, folder)).toEqual({ ...once, changed: false });
    expect(readdirSync(folder)).toEqual([ROOT_FILE]);
  });

  it.each([
    ['deploy/fleet', '../../modules/octo-access'],
    ['.', './modules/octo-access'],
    ['../outside', '../inner/modules/octo-access'],
  ])('in %s calls the module at %s', (folder, source) => {
    const inner = join(project, 'inner');
    mkdirSync(inner);
    writeFileSync(join(inner, 'package.json'), '{ "version": "1.2.3" }');
    writeRoot(inner, fleet, join(inner, folder));

    expect(written(join(inner, folder))).toContain(`"source": "${source}"`);
  });

  it('calls the module of another source where one is named', () => {
    writeRoot(project, fleet, join(project, 'root'), 'app.terraform.io/example/octo-access/aws');

    expect(written(join(project, 'root'))).toContain('"source": "app.terraform.io/example/octo-access/aws"');
  });

  it('says a command that a shell takes as it stands, whatever the folder is called', () => {
    const root = writeRoot(project, fleet, join(project, 'a fleet [1]'));

    expect(describeRoot(root)).toContain(
      `terraform -chdir='${shownPath(join(project, 'a fleet [1]'))}' init`,
    );
  });

  it('fails for a source that is a template', () => {
    expect(() => writeRoot(project, fleet, join(project, 'root'), '${path.module}/x')).toThrow(
      'the source of the module may not hold ${ or %{, got "${path.module}/x"',
    );
  });

  it('fails for a state an account, which has no such root', () => {
    expect(() =>
      writeRoot(project, { ...fleet, layout: 'stack-per-account' }, join(project, 'root')),
    ).toThrow(/layout is "stack-per-account".*octo-access fleet.*provider-aliases.*opentofu/);
  });

  it('fails for a fleet without an account of its own', () => {
    expect(() => writeRoot(project, { ...fleet, accounts: [] }, join(project, 'root'))).toThrow(
      /lists no account/,
    );
  });

  it("fails where somebody else's file is in the way, and leaves it as it is", () => {
    writeFileSync(join(project, ROOT_FILE), '{}');

    expect(() => writeRoot(project, fleet, project)).toThrow(/was not written by this command/);
    expect(written(project)).toBe('{}');
  });

  it('fails where installed accounts are gone from the list, also where all are, and leaves the root as it is', () => {
    writeRoot(project, fleet, project);
    const before = written(project);

    expect(() => writeRoot(project, { ...fleet, accounts: [] }, project)).toThrow(/ {2}- 111122223333\n/);
    expect(written(project)).toBe(before);
  });

  it('knows a root that 0.1.0 wrote, and takes no account out of it either', () => {
    writeRoot(project, fleet, project);
    const former = written(project).replace('`octo-access root`', '`npm run root`');
    writeFileSync(join(project, ROOT_FILE), former);

    expect(() => writeRoot(project, { ...fleet, accounts: [] }, project)).toThrow(/ {2}- 111122223333\n/);
    expect(written(project)).toBe(former);
  });

  it('fails where the layout has changed, and says how to change it', () => {
    writeRoot(project, fleet, project);

    expect(() => writeRoot(project, { ...fleet, layout: 'opentofu' }, project)).toThrow(
      /is a root of the layout provider-aliases, and layout is now opentofu.*another folder/,
    );
  });
});

describe('the fleet file', () => {
  it('may have another name', () => {
    writeFileSync(join(project, 'other.yaml'), FILE.replace('111122223333', '999988887777'));

    expect(fleetOf(chosenFleetFile(project, 'other.yaml')).accounts[0]?.id).toBe('999988887777');
  });

  it('fails where there is none, and says which names it may have', () => {
    rmSync(join(project, 'octo.yaml'));

    expect(() => chosenFleetFile(project)).toThrow(/no octo\.yaml, octo\.yml or octo\.json in .*--file/);
  });
});
