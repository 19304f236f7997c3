import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onPath } from '../../src/process/find-program';
import { SHELLS, type Shell } from '../../src/usage/shells';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { CHECKOUT } from '../support/workbench';

let folder = '';

const scriptOf = (shell: Shell): string => join(folder, `octo-access.${shell}`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-completion-'));
  for (const shell of SHELLS) writeFileSync(scriptOf(shell), command('completion', shell).stdout);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function command(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const program = join(CHECKOUT, 'src/cli/octo-access.mjs');
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, env: baseEnv(), encoding: 'utf8' });
}

function shell(name: Shell, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(name, args, { cwd: folder, env: baseEnv(), encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** Skips where the shell is not installed, and says so in the title. */
function whereInstalled(name: Shell): [string, typeof describe | typeof describe.skip] {
  return onPath(name) === undefined
    ? [`completion in ${name} (skipped: install ${name})`, describe.skip]
    : [`completion in ${name}`, describe];
}

const [bashTitle, bash] = whereInstalled('bash');
bash(bashTitle, () => {
  const completed = (...words: string[]): string[] => {
    const script = [
      `source '${scriptOf('bash')}'`,
      `COMP_WORDS=(${['octo-access', ...words].map((word) => `'${word}'`).join(' ')})`,
      `COMP_CWORD=${words.length}`,
      '_octo_access',
      'echo "${COMPREPLY[*]}"',
    ];
    return shell('bash', ['--norc', '-c', script.join('\n')])
      .trim()
      .split(' ');
  };

  it('is registered for the command, with names of files where it knows nothing', () => {
    const registered = shell('bash', [
      '--norc',
      '-c',
      `source '${scriptOf('bash')}'; complete -p octo-access`,
    ]);
    expect(registered.trim()).toBe('complete -o bashdefault -o default -F _octo_access octo-access');
    expect(completed('fleet', 'plan', '--file', '')).toEqual(['']);
  });

  it('knows commands, options and choices', () => {
    expect(completed('f')).toEqual(['fleet', 'forget']);
    expect(completed('')).toEqual(
      expect.arrayContaining(['fleet', 'accounts', 'root', 'completion', '--version']),
    );
    expect(completed('fleet', 'd')).toEqual(['deploy', 'destroy']);
    expect(completed('fleet', 'plan', 'd')).toEqual(['']);
    expect(completed('fleet', 'plan', '--')).toEqual([
      '--parallelism',
      '--file',
      '--shard',
      '--all',
      '--drifted',
      '--confirm',
      '--json',
      '--help',
    ]);
    expect(completed('he')).toEqual(['help']);
    expect(completed('help', 'fl')).toEqual(['fleet']);
    expect(completed('completion', '')).toEqual(expect.arrayContaining([...SHELLS]));
  });
});

const [zshTitle, zsh] = whereInstalled('zsh');
zsh(zshTitle, () => {
  /** Types into a zsh that waits at a prompt, and says what the command was called with. */
  const called = (typed: string): string => {
    const [called, ready] = [join(folder, 'called'), join(folder, 'ready')];
    for (const file of [called, ready]) rmSync(file, { force: true });
    const script = [
      'zmodload zsh/zpty',
      'zpty inner zsh -f -i',
      `zpty -w inner "autoload -Uz compinit; compinit -u -D; source '${scriptOf('zsh')}'; bindkey '^I' complete-word"`,
      `zpty -w inner "octo-access() { print -r -- \\$* > '${called}' }; print > '${ready}'"`,
      `repeat 100; do [[ -e '${ready}' ]] && break; sleep 0.1; done`,
      `zpty -w inner $'octo-access ${typed}\\t'`,
      `repeat 100; do [[ -s '${called}' ]] && break; sleep 0.1; done`,
      'zpty -d inner',
    ];
    shell('zsh', ['-f', '-c', script.join('\n')]);
    return readFileSync(called, 'utf8').trim();
  };

  it.each([
    ['fle', 'fleet'],
    ['fleet pl', 'fleet plan'],
    ['fleet plan --para', 'fleet plan --parallelism'],
    ['completion fi', 'completion fish'],
    ['help fl', 'help fleet'],
  ])('makes %s to %s', (typed, complete) => {
    expect(called(typed)).toBe(complete);
  });
});

const [fishTitle, fish] = whereInstalled('fish');
fish(fishTitle, () => {
  const completed = (line: string): string[] =>
    shell('fish', ['--no-config', '-c', `source '${scriptOf('fish')}'; complete -C '${line}'`])
      .trim()
      .split('\n')
      .map((offer) => offer.split('\t')[0] ?? '');

  it('knows commands, options and choices', () => {
    expect(completed('octo-access f').sort()).toEqual(['fleet', 'forget']);
    expect(completed('octo-access he')).toEqual(['help']);
    expect(completed('octo-access help fl')).toEqual(['fleet']);
    expect(completed('octo-access fleet d').sort()).toEqual(['deploy', 'destroy']);
    expect(completed('octo-access fleet plan --para')).toEqual(['--parallelism']);
    expect(completed('octo-access root --').sort()).toEqual([
      '--file',
      '--help',
      '--json',
      '--out',
      '--source',
    ]);
  });
});

describe('the command completion', () => {
  it('fails for a shell that it does not know, and names those that it does', () => {
    const { status, stderr } = command('completion', 'tcsh');
    expect(status).toBe(64);
    expect(stderr).toContain(
      "value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
    );
  });
});
