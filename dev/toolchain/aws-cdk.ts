import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { npmInstall } from './npm-install';
import type { Search } from '../../src/process/find-program';
import { userCache } from './user-cache';

/** The library of the AWS CDK, which customers include the CloudFormation template with. */
export interface AwsCdk {
  /** The `node_modules` that holds `aws-cdk-lib`. */
  readonly modules: string;
}

/** One version, so that a release of the AWS CDK breaks no gate. */
const VERSION = '2.276.0';

/** Finds the `node_modules` that `$OCTO_AWS_CDK` names, else the one that an earlier run installed. */
export function findAwsCdk(): Search<AwsCdk> {
  const chosen = process.env['OCTO_AWS_CDK'];
  const modules = chosen ?? installed();
  if (existsSync(join(modules, 'aws-cdk-lib', 'package.json'))) return { found: { modules } };
  return missing([`${chosen === undefined ? '' : 'OCTO_AWS_CDK='}${modules}: has no aws-cdk-lib`]);
}

/** As `findAwsCdk()`; if there is none, installs it from npm's registry into the user's cache folder. */
export async function ensureAwsCdk(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<AwsCdk>> {
  const search = findAwsCdk();
  if (search.problem === undefined || process.env['OCTO_AWS_CDK'] !== undefined) return search;
  progress(`Installing aws-cdk-lib ${VERSION} from npm into ${installed()} (190 MB on disk, once) …`);
  const packages = [`aws-cdk-lib@${VERSION}`, 'constructs@^10'];
  const failure = await npmInstall(packages, 'node_modules', installed(), signal);
  return failure === undefined ? findAwsCdk() : missing([...search.problem.tried, failure]);
}

function installed(): string {
  return userCache('aws-cdk', VERSION, 'node_modules');
}

function missing(tried: readonly string[]): Search<never> {
  return {
    problem: {
      what: `aws-cdk-lib ${VERSION}, the library of the AWS CDK, is missing.`,
      tried,
      howToGet:
        'run `npm test` where npm reaches its registry, which installs it once; ' +
        'or install it yourself and set OCTO_AWS_CDK to the node_modules that holds it',
    },
  };
}
