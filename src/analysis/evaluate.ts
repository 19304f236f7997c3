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
export function decide(statements: readonly Statement[], request: Request): Decision {
  const about = statements.filter((statement) => actionMatches(statement, request.action));
  const allows = about.filter((statement) => statement.effect === 'Allow' && mayApply(statement, request));
  const denies = about.filter(
    (statement) => statement.effect === 'Deny' && surelyApplies(statement, request),
  );
  return { possible: allows.length > 0 && denies.length === 0, allows, denies };
}

/** Whether a statement says something of an action, to allow or to deny it. */
export function actionMatches({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => matchesAction(pattern, action));
  return actions.some((pattern) => matchesAction(pattern, action));
}

function mayApply(statement: Statement, { resource, principal, context = {} }: Request): boolean {
  return (
    mayMeet(statement, resource) &&
    principalMatches(statement, principal) &&
    statement.conditions.every((condition) => holds(condition, context) !== 'no')
  );
}

function surelyApplies(statement: Statement, { resource, principal, context = {} }: Request): boolean {
  return (
    coversAll(statement, resource) &&
    principalMatches(statement, principal) &&
    statement.conditions.every((condition) => holds(condition, context) === 'yes')
  );
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
function principalMatches({ principals }: Statement, principal: string | undefined): boolean {
  if (!principals || principal === undefined) return true;
  return Object.values(principals)
    .flat()
    .some((name) => name === '*' || sameRole(name) === sameRole(principal) || wholeAccount(name, principal));
}

/** An account is named by its id or its root; a question of an account asks for any principal of it. */
function wholeAccount(name: string, principal: string): boolean {
  const account = accountOf(principal);
  if (account === undefined || account !== accountOf(name)) return false;
  return name === account || name.endsWith(':root') || principal.endsWith(':*');
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
