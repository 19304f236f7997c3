import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StateMove, type Move } from '../../src/deploy/state-move';
import type { FleetBackend } from '../../src/fleet/fleet';
import { shownPath } from '../../src/text/shown-path';

const STATE = JSON.stringify({ resources: [{ mode: 'managed', instances: [{}] }] });
const EMPTY = JSON.stringify({ resources: [] });

describe('the state of a stack', () => {
  let folder: string;
  let ran: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-move-'));
    ran = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const FILE = 'terraform.octo-111111111111.tfstate';
  const RECORD = 'stack/.terraform/terraform.tfstate';
  const at = (name: string): string => join(folder, name);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  };
  const recorded = (type: string, config: object = {}): string =>
    JSON.stringify({ backend: { type, config } });
  const shown = (name: string): string => shownPath(at(name));

  /** Runs a move; `answers` are the statuses and outputs of Terraform's commands, in which nothing else is looked at. */
  function move(
    backend: FleetBackend['type'],
    answers: Readonly<Record<string, readonly [number, string]>> = {},
    init = 0,
  ): Promise<Move> {
    const initialize = (...more: readonly string[]): Promise<number> => {
      ran.push(['init', ...more].join(' '));
      write(RECORD, recorded(backend, { bucket: 'new' }));
      return Promise.resolve(init);
    };
    return new StateMove(at('stack'), at(FILE), backend, 'tofu').run(initialize, (args, where) => {
      const command = args.slice(0, 2).join(' ');
      ran.push(`${command} in ${where === at('stack') ? 'stack' : 'earlier'}`);
      const [status, stdout] = answers[ran.at(-1) ?? ''] ?? [0, ''];
      return Promise.resolve({ status, stdout, output: stdout });
    });
  }

  test('is pushed from its file, which is renamed then', async () => {
    write(FILE, STATE);
    expect(await move('s3')).toEqual({ status: 0, moved: true });
    expect(ran).toEqual(['init -reconfigure', 'state push in stack']);
    expect([existsSync(at(FILE)), existsSync(at(`${FILE}.moved`))]).toEqual([false, true]);
  });

  test('is pulled from the bucket that Terraform remembers, and pushed', async () => {
    write(RECORD, recorded('s3', { bucket: 'old', profile: null }));
    expect(await move('local', { 'state pull in earlier': [0, STATE] })).toEqual({ status: 0, moved: true });
    expect(ran).toEqual([
      'init -input=false in earlier',
      'state pull in earlier',
      'init -reconfigure',
      'state push in stack',
    ]);
    const earlier = readFileSync(at('stack/.terraform/earlier/main.tf.json'), 'utf8');
    expect(JSON.parse(earlier)).toEqual({ terraform: { backend: { s3: { bucket: 'old' } } } });
  });

  test('is left where it is if that is the place already', async () => {
    write(RECORD, recorded('s3', { bucket: 'new' }));
    expect(await move('s3', { 'state pull in earlier': [0, STATE] })).toEqual({ status: 0, moved: false });
    rmSync(at(RECORD));
    expect(await move('s3', { 'state pull in stack': [0, STATE] })).toEqual({ status: 0, moved: false });
  });

  test('fails to move where the new place refuses it, and what Terraform remembered stays', async () => {
    const before = recorded('s3', { bucket: 'old' });
    write(RECORD, before);
    const answers = {
      'state pull in earlier': [0, STATE],
      'state push in stack': [1, 'cannot import\n  state'],
    } as const;
    expect(await move('s3', answers)).toEqual({ status: 1, moved: false, problem: 'cannot import state' });
    expect(readFileSync(at(RECORD), 'utf8')).toBe(before);
    write(FILE, STATE);
    rmSync(at(RECORD));
    await move('s3', { 'state push in stack': [1, ''] });
    expect([existsSync(at(RECORD)), existsSync(at(FILE))]).toEqual([false, true]);
  });

  test('fails to be found where nothing says where it is, and where two places do', async () => {
    const { problem } = await move('s3', { 'state pull in stack': [0, EMPTY] });
    expect(problem).toMatch(/^no state was found: .* needs no migration$/);
    write(FILE, STATE);
    write(RECORD, recorded('s3'));
    expect((await move('s3')).problem).toBe(
      `there are two states: ${shown(FILE)}, and the one in s3 that Terraform remembers; move the file away if it is the older one: mv -n ${shown(FILE)} ${shown(FILE)}.moved`,
    );
  });

  test('fails to go into HCP Terraform with the commands by which Terraform itself moves it', async () => {
    const tofu = `tofu -chdir=${shown('stack')}`;
    const problem = async (): Promise<string | undefined> => (await move('cloud')).problem;
    expect(await problem()).toMatch(
      /^no state was found: .* if it is in HCP Terraform already, it needs no migration$/,
    );
    write(FILE, STATE);
    expect(await problem()).toBe(
      `Terraform itself moves a state into HCP Terraform: ${tofu} init && ${tofu} state push - < ${shown(FILE)} && mv -n ${shown(FILE)} ${shown(FILE)}.moved; without a token, tofu login comes first`,
    );
    write(RECORD, recorded('local'));
    expect(await problem()).toBe(
      `Terraform itself moves a state into HCP Terraform: ${tofu} init && mv -n ${shown(FILE)} ${shown(FILE)}.moved (it asks whether to copy the state: answer yes); without a token, tofu login comes first`,
    );
    expect(ran).toEqual([]);
  });

  test('fails to leave HCP Terraform with the commands that take it out of there', async () => {
    const tofu = `tofu -chdir=${shown('stack')}`;
    const forget = `rm -r ${shown('stack/.terraform')}`;
    write(RECORD, recorded('cloud'));
    expect((await move('s3')).problem).toBe(
      `Terraform moves no state out of HCP Terraform: put the old backend back and plan, then test ! -e ${shown(FILE)} && ${tofu} state pull > ${shown(FILE)} && ${forget}; then change the backend and migrate again, which takes that file`,
    );
    expect((await move('cloud')).problem).toBe(
      `the state is in HCP Terraform already, as Terraform remembers; to move it to another organization or host: put the old one back and plan, then test ! -e stack.moving.tfstate && ${tofu} state pull > stack.moving.tfstate && ${forget}; then set the new one, plan again, and ${tofu} state push - < stack.moving.tfstate`,
    );
    expect(ran).toEqual([]);
  });
});
