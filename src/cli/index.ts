import { dirname, join, relative, resolve } from 'node:path';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { ACTIONS, type Action } from '../deploy/run-fleet';
import { FleetRunError } from '../deploy/targets';
import { FleetFileError } from '../fleet/fleet-file-error';
import { DirectRemovalError, ROOT_FILE } from '../outputs/fleet-root';
import { jsonReport } from '../outputs/report/json-report';
import { AccountsError, listAccounts, type AccountsOptions } from './accounts';
import { CatalogueUpdateError, LATEST, updateCatalogue } from './catalogue-update';
import { writeCloudFormation } from './cloudformation';
import { describeCatalogueUpdate } from './describe-catalogue-update';
import { fleetCommand, type FleetOptions } from './fleet';
import { writeModule } from './module';
import { packModule } from './module-pack';
import { currentReport, ReportError, writeReport } from './report';
import { rightsSince, rolesOfRelease, UnknownRelease } from './rights-since';
import { readFleet, RootError, writeRoot, type FleetRoot } from './root';
import { writeSchema } from './schema';
import { CatalogueError } from './sound-catalogue';

const PROJECT = resolve(__dirname, '../..');

const program = new Command('octo-access')
  .description('Generates what is committed beside the constructs')
  .showHelpAfterError();

program
  .command('module')
  .description('write the Terraform module to modules/octo-access, and the input table of README.md')
  .option('--json', 'print the result as JSON')
  .action(async (options: { json?: boolean }) => {
    reportChanged(await writeModule(PROJECT), options);
  });

program
  .command('cloudformation')
  .description('write the CloudFormation template to cloudformation/octo-access.yaml')
  .option('--json', 'print the result as JSON')
  .action(async (options: { json?: boolean }) => {
    reportChanged(await writeCloudFormation(PROJECT), options);
  });

program
  .command('module-pack')
  .description('pack the Terraform module for a private registry, the same bytes on every machine')
  .option('--out <folder>', 'where to write octo-access-X.Y.Z.tar.gz', join(PROJECT, '.cache'))
  .option('--json', 'print the result as JSON')
  .action(async (options: { out: string; json?: boolean }) => {
    const packed = await packModule(PROJECT, resolve(options.out));
    if (options.json) console.log(JSON.stringify(packed));
    else
      console.log(`written: ${relative('.', packed.file)} (${packed.bytes} bytes, sha256 ${packed.sha256})`);
  });

program
  .command('schema')
  .description('write the JSON Schemas of the fleet file and of files of decision cases to schema/')
  .option('--json', 'print the result as JSON')
  .action((options: { json?: boolean }) => {
    reportChanged(writeSchema(PROJECT), options);
  });

program
  .command('report')
  .description(
    'write the permission report to report/, its JSON Schema to schema/, and the permission section of CHANGELOG.md',
  )
  .option('--diff <release>', 'print what changed in rights since a release, like v1.2.3, instead')
  .option('--json', 'print the report, or what changed, as JSON instead')
  .action(async ({ diff, json }: { diff?: string; json?: boolean }) => {
    const progress = (line: string): void => {
      process.stderr.write(`${line}\n`);
    };
    if (diff !== undefined) {
      // Before the report is made, which takes seconds.
      const before = rolesOfRelease(PROJECT, diff);
      const { report, actions } = await currentReport(PROJECT, progress);
      console.log(rightsSince(diff, before, report, { json, actions }));
    } else if (json) process.stdout.write(jsonReport((await currentReport(PROJECT, progress)).report));
    else reportChanged(await writeReport(PROJECT, progress), {});
  });

program
  .command('catalogue-update')
  .description("fetch AWS's latest actions, print what they change for each role, and install them")
  .option('--from <source>', 'a version of the package, or a tarball or folder of it', LATEST)
  .option('--json', 'print the difference as JSON')
  .action(async ({ from, json }: { from: string; json?: boolean }) => {
    const update = await updateCatalogue(PROJECT, from, (line) => {
      process.stderr.write(`${line}\n`);
    });
    console.log(json ? JSON.stringify(update, null, 2) : describeCatalogueUpdate(update));
    if (update.findings.length > 0) process.exitCode = 1;
  });

program
  .command('accounts')
  .description('print candidate accounts as sections of octo.yaml; reads only')
  .option('--csv <file>', 'from a CSV file with the columns id and, where known, name, status and cur')
  .option('--organizations', 'from AWS Organizations, with the credentials at hand')
  .option('--organizational-unit <ids...>', 'only the accounts below these units, like ou-abcd-11112222')
  .option('--json', 'print them as JSON')
  .action(async (options: AccountsOptions) => {
    console.log(await listAccounts(options));
  });

program
  .command('root')
  .description('write the root for layout provider-aliases or opentofu, with all accounts of the fleet file')
  .requiredOption('--out <folder>', `where to write ${ROOT_FILE}, and where an earlier one is`)
  .option('--file <file>', 'the fleet file; octo.yaml, octo.yml or octo.json if not given')
  .option('--source <source>', 'of the module; if not given, by path within this project, else by release')
  .option('--json', 'print the result as JSON')
  .action((options: { out: string; file?: string; source?: string; json?: boolean }) => {
    const fleet = readFleet(resolve('.'), options.file);
    const root = writeRoot(PROJECT, fleet, resolve(options.out), options.source);
    if (options.json) console.log(JSON.stringify(root));
    else console.log(describeRoot(root));
  });

program
  .command('fleet')
  .description('deploy, plan or destroy the accounts of the fleet file, each with a state of its own')
  .addArgument(new Argument('<action>', 'what to do').choices(ACTIONS))
  .argument('[accounts...]', 'ids or names; all if none is given')
  .option('--parallelism <n>', 'accounts at the same time', asParallelism, 4)
  .option('--file <file>', 'the fleet file; octo.yaml, octo.yml or octo.json if not given')
  .option('--all', 'destroy all accounts')
  .option('--json', 'print the result as JSON')
  .action(async (action: Action, accounts: string[], options: FleetOptions) => {
    await fleetCommand(action, accounts, options);
  });

/** They say in words what is wrong and what to do; any other error is a fault of ours and shows where. */
const IN_WORDS = [
  AccountsError,
  CatalogueError,
  CatalogueUpdateError,
  DirectRemovalError,
  FleetFileError,
  FleetRunError,
  ReportError,
  RootError,
  UnknownRelease,
];

// Whoever reads the output, as in `| head`, may have read enough.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(0);
});

program.parseAsync().catch((error: unknown) => {
  if (!IN_WORDS.some((kind) => error instanceof kind)) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
});

function reportChanged(changed: readonly string[], { json }: { json?: boolean }): void {
  if (json) console.log(JSON.stringify({ changed }));
  else console.log(changed.length > 0 ? `written: ${changed.join(', ')}` : 'up to date');
}

function asParallelism(text: string): number {
  if (/^[1-9][0-9]?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 99.');
}

function describeRoot({ layout, file, changed, active, removing }: FleetRoot): string {
  const folder = relative('.', dirname(file)) || '.';
  const program = layout === 'opentofu' ? 'tofu' : 'terraform';
  return [
    `${changed ? 'written' : 'up to date'}: ${relative('.', file)} (active: ${active.length}, removing: ${removing.length})`,
    `to deploy: ${program} -chdir=${folder} init && ${program} -chdir=${folder} apply`,
  ].join('\n');
}
