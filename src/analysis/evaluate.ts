/*
 * Our own evaluation, though there are packages: the tests compare it with one of them, iam-simulate, and that proves
 * something only while neither is made of the other. A simulator decides one request of which all is known; this asks what
 * may ever be possible.
 */

import { mayConcern, surelyCovers } from './arn';
import { holds, type KnownContext } from './conditions';
import type { Statement } from './statements';
import { matchesAction } from './wildcard';

/** A call as the analysis asks about it. */
export interface Request {
  /** Who calls, in a trust policy: an ARN, `arn:…:iam::ACCOUNT:*` for anybody of an account, or a service's name. @default - nobody is asked for */
  readonly principal?: string;
  /** `service:Action`. */
  readonly action: string;
  /** ARN, a `*` in it standing for any part of a name; or `*` for everything. */
  readonly resource: string;
  /** @default - nothing is known, the caller chooses */
  readonly context?: KnownContext;
}

/** What the statements of one or more documents say to a request, seen by somebody who wants in. */
export interface Decision {
  /** Whether the request may be allowed: false only where it certainly is not. */
  readonly possible: boolean;
  /** Allows that may apply. */
  readonly allows: readonly Statement[];
  /** Denies that apply for certain. */
  readonly denies: readonly Statement[];
}

/**
 * A sound over-approximation of IAM's evaluation: an Allow counts where it may apply, a Deny only where it
 * certainly does.
 *
 * Source: IAM User Guide, "Policy evaluation logic".
 */
export function decide(statements: readonly Statement[], { action, ...request }: Request): Decision {
  const about = statements.filter((statement) => actionMatches(statement, action));
  return decideAbout(about, request);
}

/** As `decide`, where all statements are known to be about the action. */
export function decideAbout(statements: readonly Statement[], request: Omit<Request, 'action'>): Decision {
  return inContext(relevant(statements, request), request.context);
}

/** The statements that decide a request if their conditions hold. */
export interface Relevant {
  /** Those about some of the resources. */
  readonly allows: readonly Statement[];
  /** Those about all of the resources. */
  readonly denies: readonly Statement[];
}

/** What statements about an action say of a request, its context left open. */
export function relevant(
  statements: readonly Statement[],
  { resource, principal }: Pick<Request, 'resource' | 'principal'>,
): Relevant {
  const about = statements.filter((statement) => principalMatches(statement, principal));
  return {
    allows: about.filter((one) => one.effect === 'Allow' && mayMeet(one, resource)),
    denies: about.filter((one) => one.effect === 'Deny' && coversAll(one, resource)),
  };
}

/** The decision for one context. */
export function inContext(statements: Relevant, context: KnownContext = {}): Decision {
  const allows = statements.allows.filter(({ conditions }) =>
    conditions.every((condition) => holds(condition, context) !== 'no'),
  );
  const denies = statements.denies.filter(({ conditions }) =>
    conditions.every((condition) => holds(condition, context) === 'yes'),
  );
  return { possible: allows.length > 0 && denies.length === 0, allows, denies };
}

/** Whether a statement says something of an action, to allow or to deny it. */
export function actionMatches({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => matchesAction(pattern, action));
  return actions.some((pattern) => matchesAction(pattern, action));
}

/** Whether the statement is about some of the resources. Trust policies name none: they are about their role. */
function mayMeet({ resources, notResources, principals }: Statement, resource: string): boolean {
  if (notResources.length > 0) return !notResources.some((pattern) => surelyCovers(pattern, resource));
  return principals !== undefined || resources.some((pattern) => mayConcern(pattern, resource));
}

function coversAll({ resources, notResources, principals }: Statement, resource: string): boolean {
  if (notResources.length > 0) return !notResources.some((pattern) => mayConcern(pattern, resource));
  return principals !== undefined || resources.some((pattern) => surelyCovers(pattern, resource));
}

/** Whether the principal is among those that are named, as itself or with its whole account. */
function principalMatches({ principals, effect }: Statement, principal: string | undefined): boolean {
  if (!principals || principal === undefined) return true;
  return Object.values(principals)
    .flat()
    .some((name) => name === '*' || sameRole(name) === sameRole(principal) || isOf(name, principal, effect));
}

/**
 * Whether a name is that of the principal's account, by its id or its root. A question about an account asks for any
 * principal of it: a role that is allowed is one of them, a role that is denied is not all of them.
 */
function isOf(name: string, principal: string, effect: Statement['effect']): boolean {
  const account = accountOf(principal);
  if (account === undefined || account !== accountOf(name)) return false;
  return name === account || name.endsWith(':root') || (effect === 'Allow' && principal.endsWith(':*'));
}

/** The digits of an account, or the placeholder that stands for them in a report. */
const ACCOUNT = String.raw`\d{12}|\{\w+\}`;
const PRINCIPAL = new RegExp(`^(?:arn:[^:]*:(?:iam|sts)::)?(${ACCOUNT})(?::|$)`);
const SESSION = new RegExp(`^(arn:[^:]*):sts::(${ACCOUNT}):assumed-role/([^/]+)/.*$`);

function accountOf(principal: string): string | undefined {
  return PRINCIPAL.exec(principal)?.[1];
}

/** A session is of its role. */
function sameRole(principal: string): string {
  return principal.replace(SESSION, '$1:iam::$2:role/$3');
}
