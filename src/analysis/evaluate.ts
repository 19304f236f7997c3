/*
 * We evaluate policies ourselves instead of using a package. The tests compare the analysis with the package iam-simulate,
 * and the comparison proves something only while the two are independent. Also, a simulator decides one request that is
 * fully known, while this code asks whether a request may ever be possible.
 */

import { mayConcern, surelyCovers } from './arn';
import { holds, type KnownContext } from './conditions';
import type { Statement } from './statements';
import { matchesAction } from './wildcard';

/** A call as the analysis asks about it. */
export interface Request {
  /**
   * The caller, for trust policies: an ARN, `arn:…:iam::ACCOUNT:*` for any principal of an account, or a service's name.
   *
   * @default - principals are not compared
   */
  readonly principal?: string;
  /** `service:Action`. */
  readonly action: string;
  /** An ARN, in which `*` means any part of a name; or `*` for every resource. */
  readonly resource: string;
  /** @default - nothing is known; the caller chooses all values */
  readonly context?: KnownContext;
}

/** How the statements of one or more documents decide a request, in the caller's favor if that is not certain. */
export interface Decision {
  /** Whether the request may be allowed. False only if it certainly is not. */
  readonly possible: boolean;
  /** Allows that may apply. */
  readonly allows: readonly Statement[];
  /** Denies that apply for certain. */
  readonly denies: readonly Statement[];
}

/**
 * A sound over-approximation of IAM's evaluation: an Allow counts if it may apply, a Deny only if it certainly applies.
 *
 * Source: IAM User Guide, "Policy evaluation logic".
 */
export function decide(statements: readonly Statement[], { action, ...request }: Request): Decision {
  const about = statements.filter((statement) => actionMatches(statement, action));
  return decideAbout(about, request);
}

/** Like `decide`, for statements that all match the action. */
export function decideAbout(statements: readonly Statement[], request: Omit<Request, 'action'>): Decision {
  return inContext(relevant(statements, request), request.context);
}

/** The statements that decide a request, if their conditions hold. */
export interface Relevant {
  /** Allows that match some of the resources. */
  readonly allows: readonly Statement[];
  /** Denies that match all of the resources. */
  readonly denies: readonly Statement[];
}

/** The statements that decide a request, without looking at its context. */
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

/** Whether a statement matches an action, to allow or to deny it. */
export function actionMatches({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => matchesAction(pattern, action));
  return actions.some((pattern) => matchesAction(pattern, action));
}

/** Whether the statement matches some of the resources. Trust policies name none: they are about their role. */
function mayMeet({ resources, notResources, principals }: Statement, resource: string): boolean {
  if (notResources.length > 0) return !notResources.some((pattern) => surelyCovers(pattern, resource));
  return principals !== undefined || resources.some((pattern) => mayConcern(pattern, resource));
}

function coversAll({ resources, notResources, principals }: Statement, resource: string): boolean {
  if (notResources.length > 0) return !notResources.some((pattern) => mayConcern(pattern, resource));
  return principals !== undefined || resources.some((pattern) => surelyCovers(pattern, resource));
}

/** Whether the statement names the principal or its account. */
function principalMatches({ principals, effect }: Statement, principal: string | undefined): boolean {
  if (!principals || principal === undefined) return true;
  return Object.values(principals)
    .flat()
    .some((name) => name === '*' || sameRole(name) === sameRole(principal) || isOf(name, principal, effect));
}

/**
 * Whether a name is the account of the principal, by its id or its root. A question about an account means any of its
 * principals: a role that is allowed is one of them; a role that is denied is not all of them.
 */
function isOf(name: string, principal: string, effect: Statement['effect']): boolean {
  const account = accountOf(principal);
  if (account === undefined || account !== accountOf(name)) return false;
  return name === account || name.endsWith(':root') || (effect === 'Allow' && principal.endsWith(':*'));
}

/** An account id, or a placeholder for it in a report. */
const ACCOUNT = String.raw`\d{12}|\{\w+\}`;
const PRINCIPAL = new RegExp(`^(?:arn:[^:]*:(?:iam|sts)::)?(${ACCOUNT})(?::|$)`);
const SESSION = new RegExp(`^(arn:[^:]*):sts::(${ACCOUNT}):assumed-role/([^/]+)/.*$`);

function accountOf(principal: string): string | undefined {
  return PRINCIPAL.exec(principal)?.[1];
}

/** The ARN of a session's role; other ARNs as they are. */
function sameRole(principal: string): string {
  return principal.replace(SESSION, '$1:iam::$2:role/$3');
}
