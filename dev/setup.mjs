// Prepares a fresh clone to run TypeScript. Plain Node: there is no node_modules yet.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants, devNull } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
/** As `engines` in package.json has them, like `^20.19.0 || >=24.0.0`. */
const SUPPORTED_NODE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines.node;

/** Installs the npm packages if need be, then runs a TypeScript file of ours with this process's arguments. */
export async function handOver(script) {
  refuseOldNode();
  if (!packagesAreCurrent()) await installPackages();
  // `--import tsx` does the same as node_modules/.bin/tsx, with one process fewer between Ctrl-C and the clean-up.
  const args = ['--import', 'tsx', join(ROOT, 'dev', script), ...process.argv.slice(2)];
  const { status } = await runNode(args, { stdio: 'inherit', env: withoutAws() });
  process.exitCode = status;
}

/**
 * This project's processes talk only to an emulator, so all AWS settings of the user are removed: a client that
 * is not aimed at the emulator finds no credentials and calls a port where nobody listens.
 */
function withoutAws() {
  const kept = Object.entries(process.env).filter(([key]) => !key.startsWith('AWS_'));
  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const supported = SUPPORTED_NODE.split(' || ').some((range) => {
    const [, sign, oldestMajor, oldestMinor] = /^(\^|>=)(\d+)\.(\d+)\.\d+$/.exec(range);
    if (major === Number(oldestMajor)) return minor >= Number(oldestMinor);
    return sign === '>=' && major > Number(oldestMajor);
  });
  if (supported) return;
  fail(
    `Node ${SUPPORTED_NODE.replaceAll(' || ', ' or ')} is needed, this is Node ${process.versions.node}.`,
    'Install Node 24 (nvm install 24, or your system package manager) and run the command again.',
  );
}

/**
 * Whether node_modules holds what package-lock.json asks for.
 *
 * Versions are compared, not file times: a git checkout touches package-lock.json without changing it, and an
 * install for nothing costs half a minute and a network. npm writes node_modules/.package-lock.json last, so a
 * cut install has none.
 */
function packagesAreCurrent() {
  const installedLock = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = readPackages(installedLock);
  return Object.entries(readPackages(join(ROOT, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true;
    const got = installed[path];
    // Packages for other platforms are in the lock file and rightly not installed.
    if (got === undefined) return Boolean(wanted.optional || wanted.devOptional);
    return got.version === wanted.version && got.integrity === wanted.integrity;
  });
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

async function installPackages() {
  say('Installing the npm packages: npm ci (about a minute, once) …');
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const heartbeat = setInterval(() => say(`  still installing (${seconds()} s)`), 10_000);
  // The tools are devDependencies, and their native parts optional: NODE_ENV=production or an `omit` setting would
  // leave them out.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const { status } = await runNpm(args).finally(() => clearInterval(heartbeat));
  if (status !== 0) {
    fail(
      `npm ci ended with status ${status}; see its message above.`,
      'npm needs its registry, or a cache that holds the packages. Make one available, then run the command again.',
    );
  }
  say(`npm packages installed in ${seconds()} s`);
}

/** Under `npm start` npm says which npm it is; otherwise the one on PATH is taken. */
function runNpm(args) {
  // stdout stays free for the result: `npm start -- --json` must print one JSON object and nothing else.
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2] };
  const npm = process.env.npm_execpath;
  return npm && basename(npm).startsWith('npm-cli')
    ? runNode([npm, ...args], options)
    : run('npm', args, options);
}

function runNode(args, options) {
  return run(process.execPath, args, options);
}

/**
 * Runs a child to its end. Signals are the child's business: it cleans up, and this process waits for it. Ctrl-C
 * reaches both through the terminal; the others are sent to one process only, so they are handed on.
 */
function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, options);
    const handOn = (signal) => child.kill(signal);
    const ignore = () => undefined;
    process.on('SIGINT', ignore).on('SIGTERM', handOn).on('SIGHUP', handOn);
    // npm hands SIGTERM to a shell that keeps it to itself, so losing its parent is the only sign of it.
    const parent = process.ppid;
    const orphanWatch = setInterval(() => process.ppid === parent || handOn('SIGTERM'), 500);
    const done = (status) => {
      clearInterval(orphanWatch);
      process.off('SIGINT', ignore).off('SIGTERM', handOn).off('SIGHUP', handOn);
      resolve({ status });
    };
    child.on('error', (error) => {
      say(error.message);
      done(127);
    });
    child.on('close', (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(what, toDo) {
  say(`${what}\n${toDo}`);
  process.exit(1);
}
