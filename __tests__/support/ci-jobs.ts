import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../../src/process/run';

type Environment = Readonly<Record<string, string>>;
/** As YAML has it: numbers, too. */
type GivenEnvironment = Readonly<Record<string, string | number>>;

interface GitHubStep {
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly if?: string;
  readonly env?: GivenEnvironment;
}

interface GitHubJob {
  readonly env?: GivenEnvironment;
  readonly steps: readonly GitHubStep[];
}

interface Workflow {
  readonly env?: GivenEnvironment;
  readonly jobs: Readonly<Record<string, GitHubJob>>;
}

interface GitLabJob {
  readonly extends?: string;
  readonly variables?: Environment;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
}

/** Where a job runs. */
export interface Runner {
  /** A fresh checkout. */
  readonly folder: string;
  readonly env: Environment;
  /** Values of the expressions that the job has, like `matrix.shard`. @default - none */
  readonly values?: Readonly<Record<string, string>>;
  /** Artifacts of the run, which all its jobs share. @default - none */
  readonly artifacts?: Artifacts;
}

/** Names of files, with their texts, by the name of the artifact. */
export type Artifacts = Map<string, ReadonlyMap<string, string>>;

/** How the shell steps of a job ended. */
export interface JobEnd {
  /** Of the first step that failed; else 0. */
  readonly status: number;
  readonly output: string;
  /** What the steps wrote to GITHUB_OUTPUT. */
  readonly outputs: Environment;
}

/** The one step that is not run: there is no release to install, and the test has put the command there. */
const INSTALL = 'npm ci --ignore-scripts';

/** Runs the shell steps of a job of GitHub Actions in their order, as its runner does. Actions are left out. */
export async function runGitHubJob(file: string, job: string, runner: Runner): Promise<JobEnd> {
  const { env: ofAll = {}, jobs } = parse(readFileSync(file, 'utf8')) as Workflow;
  const { env: ofJob = {}, steps } = found(jobs, job);
  const filled = (env: GivenEnvironment): Environment =>
    Object.fromEntries(Object.entries(env).map(([key, value]) => [key, expressed(String(value), runner)]));
  const outputFile = join(runner.folder, '.github-output');
  writeFileSync(outputFile, '');
  const end = { status: 0, output: '' };
  for (const step of steps) {
    const { run: script, uses = '', if: condition, env: ofStep = {} } = step;
    const isDue = end.status === 0 || condition === 'always()';
    if (isDue && uses.startsWith('actions/upload-artifact@')) upload(step, runner);
    if (isDue && uses.startsWith('actions/download-artifact@')) download(step, runner);
    if (script === undefined || script === INSTALL || end.status !== 0) continue;
    if (condition !== undefined || script.includes('${{'))
      throw new Error(`${job}: not understood: ${script}`);
    const env = { ...filled(ofAll), ...filled(ofJob), ...filled(ofStep), ...runner.env };
    const result = await shell(script, { ...runner, env: { ...env, GITHUB_OUTPUT: outputFile } });
    end.output += result.output;
    end.status = result.status;
  }
  const lines = readFileSync(outputFile, 'utf8').split('\n').filter(Boolean);
  const outputs = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  return { ...end, outputs };
}

/** The files that a step names, below the folder that they have in common: here that of the checkout. */
function upload({ with: given = {} }: GitHubStep, runner: Runner): void {
  const of = (key: string): string => expressed(String(given[key]), runner);
  const [name, patterns] = [of('name'), of('path').split('\n').filter(Boolean)];
  if (!patterns.every((one) => /^[\w.*-]+$/.test(one))) throw new Error(`not understood: ${of('path')}`);
  if (runner.artifacts?.has(name)) throw new Error(`the run has an artifact ${name} already`);
  const wanted = patterns.map((one) => new RegExp(`^${one.replaceAll('.', '\\.').replaceAll('*', '.*')}$`));
  const files = readdirSync(runner.folder).filter((file) => wanted.some((one) => one.test(file)));
  const texts = files.map((file) => [file, readFileSync(join(runner.folder, file), 'utf8')] as const);
  // Without files, the action only warns.
  if (files.length > 0) runner.artifacts?.set(name, new Map(texts));
}

/** Each artifact has a folder of its own, unless there is one only, or they are to be merged. */
function download({ with: given = {} }: GitHubStep, { folder, artifacts = new Map() }: Runner): void {
  if (given['name'] !== undefined || given['pattern'] !== undefined) throw new Error('not understood: name');
  const isFlat = artifacts.size === 1 || given['merge-multiple'] === true;
  for (const [name, files] of artifacts)
    for (const [file, text] of files) {
      const path = join(folder, String(given['path']), isFlat ? '' : name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
}

/** Runs the scripts of a job of GitLab CI. */
export async function runGitLabJob(
  file: string,
  job: string,
  runner: Runner,
): Promise<Omit<JobEnd, 'outputs'>> {
  const jobs = parse(readFileSync(file, 'utf8')) as Readonly<Record<string, GitLabJob>>;
  const chain = (name: string): readonly GitLabJob[] => {
    const one = found(jobs, name);
    return [...(one.extends === undefined ? [] : chain(one.extends)), one];
  };
  const parts = chain(job);
  const last = (key: 'script' | 'before_script'): readonly string[] =>
    parts.findLast((part) => part[key] !== undefined)?.[key] ?? [];
  const lines = [...last('before_script'), ...last('script')].filter((line) => line !== INSTALL);
  const given = Object.assign({}, ...parts.map((part) => part.variables ?? {})) as Environment;
  const variables = Object.entries(given).map(([key, value]) => [
    key,
    value.replace(/\$(\w+)/g, (_, name: string) => found(runner.env, name)),
  ]);
  const env = { ...(Object.fromEntries(variables) as Environment), ...runner.env };
  return shell(lines.join('\n'), { ...runner, env });
}

/** Both forges end a script at the first command that fails. */
async function shell(script: string, { folder, env }: Runner): Promise<Omit<JobEnd, 'outputs'>> {
  const { status, output } = await run('bash', ['-e', '-c', script], { cwd: folder, env });
  return { status, output };
}

function expressed(text: string, { values = {} }: Runner): string {
  return text.replace(/\$\{\{ *(.*?) *\}\}/g, (_, expression: string) => found(values, expression));
}

function found<Value>(map: Readonly<Record<string, Value>>, key: string): Value {
  const value = map[key];
  if (value === undefined) throw new Error(`there is no ${key}, only ${Object.keys(map).join(', ')}`);
  return value;
}
