import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { foundOrInstalled } from './found-or-installed';
import { npmInstall } from './npm-install';
import type { Search } from '../../src/process/find-program';
import { userCache } from './user-cache';

/** Packages that a test needs, and that are too large for everybody who installs this checkout. */
export interface NpmModules {
  /** The `node_modules` that holds them. */
  readonly modules: string;
}

/** Which packages. Each in one version, so that a release of theirs breaks no gate. */
export interface NpmModulesSpec {
  /** The name and the version, for messages. */
  readonly title: string;
  readonly about: string;
  readonly packages: readonly string[];
  /** Packages that have to be there. */
  readonly needed: readonly string[];
  /** Names the user's own `node_modules`. */
  readonly variable: string;
  /** Folders in the user's cache. */
  readonly folder: readonly [name: string, version: string];
  readonly size: string;
}

/** The library of the AWS CDK, which customers include the CloudFormation template with. */
export const AWS_CDK: NpmModulesSpec = {
  title: 'aws-cdk-lib 2.276.0',
  about: 'the library of the AWS CDK,',
  packages: ['aws-cdk-lib@2.276.0', 'constructs@^10'],
  needed: ['aws-cdk-lib'],
  variable: 'OCTO_AWS_CDK',
  folder: ['aws-cdk', '2.276.0'],
  size: '190 MB',
};

/** CDK Terrain and its bindings of the AWS provider, which the constructs are built for, too. */
export const CDKTN: NpmModulesSpec = {
  title: 'cdktn 0.24.0',
  about: 'CDK Terrain with its AWS bindings,',
  packages: ['cdktn@0.24.0', '@cdktn/provider-aws@25.7.0', 'constructs@10.7.2'],
  needed: ['cdktn', '@cdktn/provider-aws', 'constructs'],
  variable: 'OCTO_CDKTN',
  folder: ['cdktn', '0.24.0-25.7.0'],
  size: '480 MB',
};

/** Finds the `node_modules` that the variable names, else the one that an earlier run installed. */
export function findModules(spec: NpmModulesSpec): Search<NpmModules> {
  const chosen = process.env[spec.variable];
  const modules = chosen ?? installed(spec);
  const lacking = spec.needed.filter((name) => !existsSync(join(modules, name, 'package.json')));
  if (lacking.length === 0) return { found: { modules } };
  const place = `${chosen === undefined ? '' : `${spec.variable}=`}${modules}`;
  return missing(spec, [`${place}: has no ${lacking.join(', ')}`]);
}

/** As `findModules()`; if there are none, installs them from npm's registry into the user's cache folder. */
export function ensureModules(
  spec: NpmModulesSpec,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<NpmModules>> {
  const isChosen = process.env[spec.variable] !== undefined;
  return foundOrInstalled(
    () => findModules(spec),
    isChosen,
    () => {
      const target = installed(spec);
      progress(`Installing ${spec.title} from npm into ${target} (${spec.size} on disk, once) …`);
      return npmInstall(spec.packages, 'node_modules', target, signal);
    },
  );
}

function installed({ folder }: NpmModulesSpec): string {
  return userCache(...folder, 'node_modules');
}

function missing({ title, about, variable }: NpmModulesSpec, tried: readonly string[]): Search<never> {
  return {
    problem: {
      what: `${title}, ${about} is missing.`,
      tried,
      howToGet:
        'run `npm test` where npm reaches its registry, which installs it once; ' +
        `or install it yourself and set ${variable} to the node_modules that holds it`,
    },
  };
}
