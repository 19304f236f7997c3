import { runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { Circumstance } from '../../src/review/decision-schema';
import { ROLE_NAMES } from '../../src/names/role-names';
import type { PolicyDocument } from '../../src/policy/clauses';
import type { InstalledRole } from '../../src/policy/installed';
import { about } from './about';
import type { Call, DecisionCase } from './decisions';
import type { Document, ObservedRole } from './observe';

/** The outcome of a policy test case. */
export interface Outcome {
  readonly decision: 'allowed' | 'denied';
  /** The last call that was decided: the first that is denied, if any is. */
  readonly last: number;
}

const ALLOW_ALL: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const EVERYTHING = [{ orgIdentifier: 'root', policies: [{ name: 'FullAWSAccess', policy: ALLOW_ALL }] }];
/** The organization of the account. */
const ORGANIZATION = 'o-a1b2c3d4e5';
/** The one policy of AWS's own that is ever attached or a boundary here; it allows everything. */
const ADMINISTRATOR = /^arn:aws[a-z-]*:iam::aws:policy\/AdministratorAccess$/;

/** What was read back from an account in the form that documents are rendered in. */
export function asInstalled(role: ObservedRole): InstalledRole {
  const { name, arn, trust, inline, attached, boundary } = role;
  const managed = Object.entries(attached);
  return {
    name: name as InstalledRole['name'],
    arn,
    trust: asPolicy(trust),
    policies: [
      ...Object.entries(inline).map(([policy, document]) => ({ name: policy, document: asPolicy(document) })),
      ...managed.flatMap(([policyArn, document]) =>
        document
          ? [{ name: policyArn.split('/').at(-1) ?? '', arn: policyArn, document: asPolicy(document) }]
          : [],
      ),
    ],
    foreignPolicyArns: managed.flatMap(([policyArn, document]) => (document ? [] : [policyArn])),
    ...(boundary && {
      boundary: {
        arn: boundary.arn,
        ...(boundary.document && { document: asPolicy(boundary.document) }),
      },
    }),
  };
}

function asPolicy(document: Document): PolicyDocument {
  return document as unknown as PolicyDocument;
}

/** Decides a case by what is installed. Throws where the case asks what AWS knows no answer to. */
export async function decideCase(one: DecisionCase, roles: readonly InstalledRole[]): Promise<Outcome> {
  return decided(one, roles, (simulation, call) => answered(simulation, call, one));
}

/**
 * As `decideCase()`, for a case that was decided before, by other documents: that AWS knows an answer is not asked again,
 * which takes most of the time.
 */
export async function decideAgain(one: DecisionCase, roles: readonly InstalledRole[]): Promise<Outcome> {
  return decided(one, roles, (simulation) => isAllowed(simulation));
}

/** Whether one call is allowed, without asking whether AWS knows an answer to it. */
export function mayDo(
  call: Call,
  supposed: readonly Circumstance[],
  roles: readonly InstalledRole[],
): boolean {
  const simulation = simulationOf(call, { with: supposed, where: call.action }, roles);
  return simulation !== 'nobody' && isAllowed(simulation);
}

async function decided(
  one: DecisionCase,
  roles: readonly InstalledRole[],
  ask: (simulation: Simulation, call: Call) => boolean | Promise<boolean>,
): Promise<Outcome> {
  for (const [index, call] of one.calls.entries()) {
    const simulation = simulationOf(call, one, roles);
    if (simulation === 'nobody' || !(await ask(simulation, call))) return { decision: 'denied', last: index };
  }
  return { decision: 'allowed', last: one.calls.length - 1 };
}

/** Whether an outcome is the one that the case expects. */
export function isExpected({ calls, expected }: DecisionCase, { decision, last }: Outcome): boolean {
  return decision === expected && last === calls.length - 1;
}

/** What is wrong with an outcome, as one line; undefined where it is as expected. */
export function surprise(one: DecisionCase, outcome: Outcome): string | undefined {
  if (isExpected(one, outcome)) return undefined;
  const { calls, where, installation, expected, why } = one;
  const { decision, last } = outcome;
  const texts = calls
    .slice(last, last + 1)
    .map(({ principal, role = principal, action, resource }) => `${role} ${action} on ${resource}`);
  const step = calls.length > 1 ? `call ${last + 1}, ` : '';
  const found = decision === expected ? 'denied too early' : `${decision}, expected ${expected}`;
  return `${where} (${installation.name}): ${step}${texts.join('')} is ${found}. The case says: ${why}`;
}

/** What the simulator is asked; nobody, where a role that is not installed has a part. */
function simulationOf(
  call: Call,
  asked: Pick<DecisionCase, 'with' | 'where'>,
  roles: readonly InstalledRole[],
): Simulation | 'nobody' {
  const { with: circumstances } = asked;
  const { principal, action, resource, context } = call;
  const caller = roles.find(({ name }) => name === call.role);
  // A role that is not installed has no sessions, and nobody assumes it.
  if (call.role && !caller) return 'nobody';
  const trust = trustOf(call, roles, asked);
  if (trust === 'not installed') return 'nobody';
  const given = resourceStatements(circumstances, principal, caller);
  if (trust && given.length > 0 && roles.some(({ arn }) => arn === resource)) {
    throw new Error(`${asked.where}: the policy of a role is its trust policy, which is installed`);
  }
  if (!caller && !trust)
    throw new Error(`${asked.where}: of principals that are not ours only trust can be asked`);

  const boundary = circumstances.includes('no boundary') ? undefined : caller?.boundary;
  return {
    request: {
      principal,
      action,
      // The other side is taken to be open: what another account holds is as reachable as what this one does.
      resource: { resource, accountId: (roles[0]?.arn ?? '').split(':')[4] ?? '' },
      contextVariables: {
        ...ownContext(call, caller),
        ...(given.length > 0 && { 'aws:PrincipalOrgID': ORGANIZATION }),
        ...context,
      },
    },
    identityPolicies: [
      ...(caller ? identityPolicies(caller, action) : principal.startsWith('arn:') ? [OWN_POLICY] : []),
      ...(circumstances.includes('hostile inline') ? [{ name: 'hostile', policy: ALLOW_ALL }] : []),
    ],
    permissionBoundaryPolicies: boundary && [
      { name: 'boundary', policy: about(boundary.document ?? foreign(boundary.arn).policy, action) },
      ...(circumstances.some((one) => PASSING.includes(one)) ? [{ name: 'passed', policy: ALLOW_ALL }] : []),
    ],
    resourcePolicy:
      given.length > 0
        ? { Version: '2012-10-17', Statement: [...given, ...[trust?.Statement ?? []].flat()] }
        : (trust ?? keyPolicy(call)),
    serviceControlPolicies: EVERYTHING,
    resourceControlPolicies: [],
  };
}

/**
 * Resource policies that give to the session itself, so that a boundary that is merely silent limits them not: only a
 * Deny does. Of a session's ARN the IAM User Guide says so in "Permissions boundaries for IAM entities", of everybody
 * with aws:PrincipalArn in "AWS JSON policy elements: Principal". Of everybody without it AWS says nothing that certain:
 * it is read as strictly. The simulator happens to agree; it is not relied on.
 */
const PASSING: readonly Circumstance[] = [
  'resource policy',
  'resource policy for everybody',
  'resource policy for the organization',
  'resource policy for whoever has the ARN of the role',
  'every resource policy',
];

/** Whether a case supposes that the resource has a policy. */
export function supposesResourcePolicy({ with: circumstances }: DecisionCase): boolean {
  return circumstances.some((one) => one.includes('resource policy'));
}

/** The statements of the resource's policy, one for each that is supposed. */
function resourceStatements(
  circumstances: readonly Circumstance[],
  principal: string,
  caller: InstalledRole | undefined,
): object[] {
  const role = caller?.arn ?? principal;
  const shapes: Partial<Record<Circumstance, object>> = {
    'resource policy': { Principal: { AWS: principal } },
    'resource policy for the role': { Principal: { AWS: role } },
    'resource policy for everybody': { Principal: '*' },
    'resource policy for the organization': {
      Principal: { AWS: '*' },
      Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
    },
    'resource policy for whoever has the ARN of the role': {
      Principal: '*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': role } },
    },
    'resource policy for a service': { Principal: { Service: 'cloudtrail.amazonaws.com' } },
  };
  const supposed = circumstances.includes('every resource policy')
    ? Object.values(shapes)
    : circumstances.flatMap((one) => shapes[one] ?? []);
  return supposed.map((shape) => ({ Effect: 'Allow', ...shape, Action: '*', Resource: '*' }));
}

/** Whether a call is allowed. Throws where AWS has no such action, it takes no such resource, or AWS sends no such key. */
async function answered(simulation: Simulation, call: Call, asked: DecisionCase): Promise<boolean> {
  const { action, resource } = call;
  const { accountId } = simulation.request.resource;
  // The simulator knows no document without an account, which Amazon's are: it checks the request with one.
  const ofAccount = resource.replace(/^(arn:[^:]*:ssm:[^:]*:):/, `$1${accountId}:`);
  const request = { ...simulation.request, resource: { resource: ofAccount, accountId } };
  const result = await runSimulation({ ...simulation, request }, {});
  if (result.resultType === 'error') {
    const reason = JSON.stringify(result.errors).includes('invalid.action')
      ? `AWS has no action ${action}`
      : JSON.stringify(result.errors);
    throw new Error(`${asked.where}: ${action} on ${resource} cannot be decided: ${reason}`);
  }
  if (result.resultType !== 'single') throw new Error(`${asked.where}: name one resource, not ${resource}`);
  const { ignoredContextKeys = [] } = result.result;
  if (ignoredContextKeys.length > 0) {
    throw new Error(
      `${asked.where}: AWS sends no ${ignoredContextKeys.join(', ')} with ${action} on ${resource}`,
    );
  }
  return ofAccount === resource ? result.overallResult === 'Allowed' : isAllowed(simulation);
}

function isAllowed(simulation: Simulation): boolean {
  const policyDocument: unknown = simulation.resourcePolicy;
  // Without its checks the simulator takes a policy of the resource only with a name.
  const resourcePolicy = { __validated: true, policyDocument, metadata: { name: 'resource' }, errors: [] };
  return (
    runUnsafeSimulation({ ...simulation, ...(policyDocument !== undefined && { resourcePolicy }) }, {}) ===
    'Allowed'
  );
}

/** The trust policy that a call asks: of a role of ours, or of another one that trusts the whole account. */
function trustOf(
  { principal, action, resource, role }: Call,
  roles: readonly InstalledRole[],
  asked: Pick<DecisionCase, 'where'>,
): PolicyDocument | 'not installed' | undefined {
  if (!/^sts:(AssumeRole|TagSession|SetSourceIdentity)/.test(action)) return undefined;
  const name = resource.split('/').at(-1);
  const target = roles.find(({ arn }) => arn === resource);
  if (target) return target.trust;
  if (ROLE_NAMES.some((known) => known === name)) return 'not installed';
  if (!role) throw new Error(`${asked.where}: the trust policy of ${resource} is not known`);
  const [, partition = '', , accountId = ''] = principal.split(':');
  return allowing(`arn:${partition}:iam::${accountId}:root`);
}

/** Of a key one that leaves it to the policies of the caller's account, as AWS makes it: without any, nobody uses a key. */
function keyPolicy({ principal, resource }: Call): PolicyDocument | undefined {
  const [, partition = '', , , accountId = ''] = principal.split(':');
  return resource.split(':')[2] === 'kms' ? allowing(`arn:${partition}:iam::${accountId}:root`) : undefined;
}

function allowing(principal: string): PolicyDocument {
  const statement = { Effect: 'Allow', Principal: { AWS: principal }, Action: '*', Resource: '*' };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** What AWS says of a caller by itself. */
function ownContext({ principal }: Call, caller: InstalledRole | undefined): Record<string, string> {
  if (!principal.startsWith('arn:')) return { 'aws:PrincipalIsAWSService': 'true' };
  const [, partition, , accountId = '', name = ''] = principal.split(':');
  const assumed = /^assumed-role\/([^/]+)\//.exec(name)?.[1];
  const roleArn = assumed ? `arn:${partition}:iam::${accountId}:role/${assumed}` : principal;
  return { 'aws:PrincipalArn': caller?.arn ?? roleArn, 'aws:PrincipalAccount': accountId };
}

/** A policy as the simulator takes it. */
interface Policy {
  readonly name: string;
  readonly policy: PolicyDocument;
}

const OWN_POLICY: Policy = { name: 'own', policy: ALLOW_ALL };

function identityPolicies(role: InstalledRole, action: string): Policy[] {
  return [
    ...role.policies.map(({ name, document }) => ({ name, policy: about(document, action) })),
    ...role.foreignPolicyArns.map(foreign),
  ];
}

function foreign(arn: string): Policy {
  if (!ADMINISTRATOR.test(arn)) throw new Error(`what ${arn} allows is not known here`);
  return { name: arn, policy: ALLOW_ALL };
}
