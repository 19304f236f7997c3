import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { parse } from 'yaml';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { run } from '../../src/process/run';
import { inAccount } from '../support/accounts';
import { GITLAB_RUNNER, OF_OTHERS, findings, type Comment } from '../support/ci-forge';
import { runGitHubJob, runGitLabJob, type Artifacts, type JobEnd, type Runner } from '../support/ci-jobs';
import { CHECKOUT } from '../support/workbench';

jest.setTimeout(600_000);

const EXAMPLE = join(CHECKOUT, 'examples/ci');
const GITLAB = join(EXAMPLE, 'gitlab/.gitlab-ci.yml');
const BUCKET = 'acme-terraform-states';
const FORGE = join(CHECKOUT, '__tests__/support/forge.mjs');
const SANDBOX_ACCOUNT = '222233334444';
const suite = toolchainOrSkip();

// One repository from its first deployment on: the tests build on each other, in this order.
suite.describe('the example of continuous integration', () => {
  let emulator: Emulator;
  let sandbox: Sandbox;
  let environment: Record<string, string>;
  /** What is committed. */
  let repository = '';
  let checkouts = 0;
  /** Of the first pull request. */
  const planned: Artifacts = new Map();

  beforeAll(async () => {
    emulator = await startEmulator();
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    environment = sandbox.env({
      extra: { AWS_S3_USE_PATH_STYLE: 'true', GITHUB_REPOSITORY: 'acme/octo-access' },
    });
    const bin = join(sandbox.folder, 'bin');
    mkdirSync(bin);
    for (const name of ['gh', 'curl']) symlinkSync(FORGE, join(bin, name));
    environment['PATH'] = [bin, dirname(process.execPath), environment['PATH']].join(':');
    environment['FORGE_MAIN'] = join(sandbox.folder, 'repository');
    environment['FORGE_COMMENTS'] = join(sandbox.folder, 'comments.json');
    await fetch(`${emulator.url}/${BUCKET}`, { method: 'PUT', headers: { host: 's3.amazonaws.com' } });
    repository = join(sandbox.folder, 'repository');
    mkdirSync(repository);
    for (const name of ['octo.yaml', 'package.json', 'permission-diff.jq'])
      cpSync(join(EXAMPLE, name), join(repository, name));
  });

  afterAll(async () => {
    await emulator.stop();
    sandbox.remove();
  });

  /** A machine of the forge: all that it has is what is committed, and the installed command. */
  function runner(more: Partial<Runner> = {}): Runner {
    const folder = join(sandbox.folder, `checkout-${(checkouts += 1)}`);
    cpSync(repository, folder, { recursive: true });
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    symlinkSync(join(CHECKOUT, 'src/cli/octo-access.mjs'), join(folder, 'node_modules/.bin/octo-access'));
    const commit = ['-c', 'user.name=ci', '-c', 'user.email=ci@example.com', 'commit', '-qm', 'x'];
    for (const args of [['init', '-q'], ['add', 'octo.yaml', 'package.json'], commit])
      execFileSync('git', args, { cwd: folder });
    return { folder, ...more, env: { ...environment, ...more.env } };
  }

  const gitHub = (workflow: string, job: string, on = runner()): Promise<JobEnd> =>
    runGitHubJob(join(EXAMPLE, `github/octo-${workflow}.yml`), job, on);

  async function shards(workflow: string, each: string, artifacts: Artifacts = new Map()): Promise<string[]> {
    const on = runner({ env: { ACCOUNTS_PER_RUNNER: each }, artifacts });
    const { status, output, outputs } = await gitHub(workflow, 'shards', on);
    expect([status, output]).toEqual([0, expect.anything()]);
    return JSON.parse(outputs['shards'] ?? '') as string[];
  }

  /** The jobs of a matrix, each on a machine of its own. */
  async function matrix(
    workflow: string,
    job: string,
    { artifacts = new Map(), each = '2' }: Run = {},
  ): Promise<JobEnd[]> {
    const ends = [];
    for (const [index, shard] of (await shards(workflow, each, artifacts)).entries()) {
      const values = { 'matrix.shard': shard, 'strategy.job-index': String(index), 'github.token': 'token' };
      const on = runner({ values, artifacts });
      ends.push(await gitHub(workflow, job, on));
    }
    return ends;
  }

  /** The comment on a pull request, by the artifacts of its run. */
  async function commented(artifacts: Artifacts): Promise<string> {
    const values = { 'github.token': 'token', 'github.event.pull_request.number': '7' };
    const { status, output } = await gitHub('plan', 'comment', runner({ values, artifacts }));
    expect([status, output]).toEqual([0, expect.anything()]);
    return comments().at(-1)?.body ?? '';
  }

  function commit(change: (text: string) => string): void {
    const file = join(repository, 'octo.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, change(before));
    expect(readFileSync(file, 'utf8')).not.toBe(before);
  }

  const writes = (since: Readonly<Record<string, number>>): string[] =>
    Object.entries(emulator.calls().byAction)
      .filter(([action, count]) => count > (since[action] ?? 0))
      .map(([action]) => action)
      .filter((action) => /^[A-Z][a-z]/.test(action) && !/^(Get|List|Assume)/.test(action));

  it('divides the accounts among as many runners as they need', async () => {
    expect(await shards('deploy', '50')).toEqual(['1/1']);
    expect(await shards('plan', '2')).toEqual(['1/2', '2/2']);
    expect(await shards('plan', '1')).toEqual(['1/3', '2/3', '3/3']);
  });

  it('deploys every account on merge, and finds all as they should be at night', async () => {
    const ends = await matrix('deploy', 'deploy', { each: '50' });
    expect(ends.map(deployed)).toEqual([[0, '3 of 3 accounts deployed']]);
    const night = runner();
    expect(await gitHub('verify', 'verify', night)).toMatchObject({ status: 0 });
    expect(findings(night.folder)).toEqual([]);
  });

  it('says in a comment on a pull request what it changes, and changes nothing itself', async () => {
    commit((text) =>
      text
        .replace('external_id: octo-ext-7f3c2a1b9d', '$&\n    cost_optimization_hub_enrollment: false')
        .replace('name: sandbox }', 'name: sandbox, inputs: { max_session_duration: 3600 } }'),
    );
    const before = emulator.calls().byAction;
    writeFileSync(commentsFile(), JSON.stringify(OF_OTHERS));
    const ends = await matrix('plan', 'plan', { artifacts: planned });
    expect(ends.map(({ status, output }) => [status, output])).toEqual(Array(2).fill([0, expect.anything()]));
    expect(writes(before)).toEqual([]);
    const comment = await commented(planned);

    expect(comments()).toEqual([
      ...OF_OTHERS,
      expect.objectContaining({ path: 'repos/acme/octo-access/issues/7/comments', body: comment }),
    ]);
    expect(comment).toContain('In 2 accounts: production, shared\n');
    expect(comment).toContain('In 1 account: sandbox\n');
    expect(comment).toMatch(
      /\*\*AlphausAcctAccessRole\*\* .*\n {2}```diff\n( {2}[+-] .*\n)* {2}- Allow cost-optimization-hub:UpdateEnrollmentStatus/,
    );
    expect(comment).toContain('gets sessions of at most 3600 seconds');
    expect(comment).toContain('Terraform would change 3 accounts of 3: production, sandbox, shared.');
  });

  it('names in the comment every account whose job left no report', async () => {
    const left = (...names: string[]): Artifacts =>
      new Map([...planned].filter(([name]) => names.includes(name)));
    const comment = await commented(left('accounts', 'reports-0'));
    expect(comment).toContain('Not looked at: sandbox.');
    expect(comment).toContain('Not planned: sandbox.');
    const nothing = await commented(left('accounts'));
    expect(nothing).toContain('Not looked at: production, sandbox, shared.');
    expect(nothing).not.toContain('No permission changes');
  });

  it('deploys what was merged, after which a pull request changes nothing', async () => {
    expect((await matrix('deploy', 'deploy')).map(deployed)).toEqual([
      [0, '2 of 2 accounts deployed'],
      [0, '1 of 1 account deployed'],
    ]);
    // On one machine, which leaves its reports elsewhere than several do; and the comment is written anew.
    const artifacts: Artifacts = new Map();
    const [end] = await matrix('plan', 'plan', { artifacts, each: '50' });
    expect(end).toMatchObject({ status: 0 });
    const whole = await commented(artifacts);
    expect(whole).toContain('No permission changes, in 3 accounts.');
    expect(whole).toContain('Terraform would change 0 accounts of 3.');
    expect(comments().map(({ body }) => body)).toEqual([...OF_OTHERS.map(({ body }) => body), whole]);
  });

  it('deploys nothing from a run that is started again after the fleet file has changed', async () => {
    const on = runner({ values: { 'matrix.shard': '1/1', 'github.token': 'token' } });
    const before = emulator.calls().byAction;
    const file = join(repository, 'octo.yaml');
    const merged = readFileSync(file);
    commit((text) => `${text}# Merged later.\n`);
    const { status, output } = await gitHub('deploy', 'deploy', on);
    writeFileSync(file, merged);
    expect([status, output]).toEqual([
      1,
      expect.stringContaining('octo.yaml has changed on main since this commit'),
    ]);
    expect(emulator.calls().byAction).toEqual(before);
  });

  it('raises an alert at night for what somebody changed, and GitLab says it, deploys and verifies it', async () => {
    await inAccount(emulator, SANDBOX_ACCOUNT, (iam) =>
      iam.send(
        new PutRolePolicyCommand({
          RoleName: 'OctoSSMUpdaterRole',
          PolicyName: 'theirs',
          PolicyDocument:
            '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
        }),
      ),
    );
    const night = runner();
    expect(await gitHub('verify', 'verify', night)).toMatchObject({ status: 1 });
    expect(findings(night.folder)).toEqual(['octo.yaml foreign_inline']);

    commit((text) =>
      text.replace('cost_optimization_hub_enrollment', 'require_change_request_approval: true\n    $&'),
    );
    const gitLab = (job: string, on = runner({ env: GITLAB_RUNNER })): ReturnType<typeof runGitLabJob> =>
      runGitLabJob(GITLAB, job, on);
    const parts = ['1', '2'].map((index) => runner({ env: { ...GITLAB_RUNNER, CI_NODE_INDEX: index } }));
    for (const on of parts) expect(await gitLab('plan', on)).toMatchObject({ status: 0 });
    const commenting = runner({ env: GITLAB_RUNNER });
    for (const { folder } of parts)
      cpSync(join(folder, 'reports'), join(commenting.folder, 'reports'), { recursive: true });
    writeFileSync(commentsFile(), JSON.stringify(OF_OTHERS));
    for (const _ of ['first', 'second'])
      expect(await gitLab('comment', commenting)).toMatchObject({ status: 0 });
    const [, , { path = '', body: comment } = { body: '' }, ...others] = comments();
    expect([path, others]).toEqual(['https://gitlab.example/api/v4/projects/5/merge_requests/9/notes', []]);
    const page = readFileSync(join(CHECKOUT, 'docs/continuous-integration.md'), 'utf8');
    expect(comment).toBe(/^````text\n(.*?)\n````$/ms.exec(page)?.[1]);

    for (const CI_NODE_INDEX of ['1', '2'])
      expect(await gitLab('deploy', runner({ env: { ...GITLAB_RUNNER, CI_NODE_INDEX } }))).toMatchObject({
        status: 0,
      });
    const after = runner({ env: GITLAB_RUNNER });
    expect(await gitLab('verify', after)).toMatchObject({ status: 0 });
    expect(findings(after.folder)).toEqual([]);
  });

  it('refuses a commit of a fleet file that cannot be used', async () => {
    const { repos } = parse(readFileSync(join(EXAMPLE, 'pre-commit/.pre-commit-config.yaml'), 'utf8')) as {
      repos: [{ hooks: [{ entry: string }] }];
    };
    const { folder, env } = runner();
    const hook = (): ReturnType<typeof run> =>
      run('sh', ['-c', repos[0].hooks[0].entry], { cwd: folder, env });
    expect((await hook()).status).toBe(0);
    writeFileSync(join(folder, 'octo.yaml'), 'accounts: [{ id: 1 }]\n');
    const refused = await hook();
    expect([refused.status, refused.output]).toEqual([1, expect.stringContaining('octo.yaml:1:')]);
  });

  it('cuts a comment that is too long at the end of a line, and outside of what is shown as a difference', async () => {
    const fewer = Array.from({ length: 6_000 }, (_, index) => `Allow s3:Get${index}`);
    const differences = [{ role: 'R', message: 'm', change: 'gets it', fewer }];
    const accounts = [{ id: '111122223333', name: 'production', status: 'differs', differences }];
    const file = join(sandbox.folder, 'long.json');
    writeFileSync(file, JSON.stringify({ ok: false, accounts }));
    const args = ['--slurp', '--raw-output', '--from-file', join(EXAMPLE, 'permission-diff.jq'), file];
    const { status, stdout } = await run('jq', args, { cwd: sandbox.folder, env: environment });
    expect([status, stdout.length < 65_000]).toEqual([0, true]);
    expect(stdout).toMatch(/\n {2}\+ Allow s3:Get\d+\n {2}```\n\nCut off here: /);
    expect(stdout.match(/```/g)).toHaveLength(2);
  });

  const deployed = ({ status, output }: JobEnd): unknown[] => [
    status,
    /\d of \d accounts? deployed/.exec(output)?.[0],
  ];

  const commentsFile = (): string => environment['FORGE_COMMENTS'] ?? '';

  function comments(): Comment[] {
    return JSON.parse(readFileSync(commentsFile(), 'utf8')) as Comment[];
  }
});

/** How the jobs of a workflow run. */
interface Run {
  readonly artifacts?: Artifacts;
  /** Accounts for each machine. */
  readonly each?: string;
}
