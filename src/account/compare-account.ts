import { ROLES } from '../catalogue/roles';
import type { RoleSpec } from '../catalogue/role-spec';
import { withOneGrantByType } from '../cloudformation/compact';
import type { Configuration } from '../inputs/inputs';
import { mergedTags } from '../inputs/merged-tags';
import { ROLE_NAMES } from '../names/role-names';
import { installedRoles, type InstalledPolicy, type InstalledRole } from '../policy/installed';
import { selfUpdates, sessionSeconds } from '../policy/scope';
import type { Comparison, Difference, SelfUpdate } from './difference';
import { documentDifference, grantInWords, grantsOf, type DocumentDifference } from './grants';
import type { Document, ObservedAccount, ObservedRole } from './observed';
import { beyondBoundary } from './self-update';
import { printable } from '../text/printable';

/**
 * Compares the roles of an account with what the inputs say that they are, by Terraform or CloudFormation.
 *
 * @param inputs without roles if none is to be there
 * @param form what made the roles. @default - Terraform or the template
 */
export function compareAccount(
  account: ObservedAccount,
  inputs: Configuration,
  form?: 'terraform',
): Comparison {
  const expected = installedRoles({ partition: account.partition, accountId: account.id }, inputs);
  const isOfStack = form !== 'terraform' && !expected.some((role) => hasLastManaged(role, account));
  const compared = expected.map((role) => new RoleComparison(role, account, inputs, isOfStack).result());
  const left = ROLE_NAMES.filter((role) => !inputs.roles.includes(role));
  return {
    differences: [
      ...compared.flatMap(({ differences }) => differences),
      ...left
        .filter((role) => account.roles.some(({ name }) => name === role))
        .map(
          (role) => ({ role, kind: 'role_left', message: 'is there, but is not to be installed' }) as const,
        ),
    ],
    selfUpdates: compared.flatMap((one) => one.selfUpdates),
  };
}

class RoleComparison {
  private readonly differences: Difference[] = [];
  private readonly updates: SelfUpdate[] = [];
  private readonly spec: RoleSpec;

  constructor(
    private readonly expected: InstalledRole,
    private readonly account: ObservedAccount,
    private readonly inputs: Configuration,
    private readonly isOfStack: boolean,
  ) {
    this.spec = ROLES[expected.name];
  }

  result(): Comparison {
    const found = this.account.roles.find(({ name }) => name === this.expected.name);
    if (found === undefined) this.differ('role_missing', 'is not there', this.rightsOfRole());
    else this.compare(found);
    return { differences: this.differences, selfUpdates: this.updates };
  }

  private compare(found: ObservedRole): void {
    if (found.path !== '/') this.differ('path', `must have the path /, but has ${found.path}`);
    const trust = documentDifference(this.expected.trust, found.trust);
    if (trust) this.differ('trust', 'has another trust policy', inWords(trust));
    this.compareSession(found);
    this.compareTags(found);
    this.compareBoundary(found);
    this.comparePolicies(found);
  }

  /** What comes with the role. Where none of the roles is there, all of it is new, and the permission report has it. */
  private rightsOfRole(): Pick<Difference, 'fewer'> {
    if (this.account.roles.length === 0) return {};
    const { trust, policies, foreignPolicyArns } = this.expected;
    return {
      fewer: [
        ...grantsInWords(trust),
        ...policies.flatMap(({ document }) => grantsInWords(document)),
        ...foreignPolicyArns.map((arn) => `the policy ${arn}`),
      ],
    };
  }

  private compareSession({ maxSessionDuration: found }: ObservedRole): void {
    const expected = sessionSeconds(this.spec, this.inputs);
    if (found === undefined || found === expected) return;
    this.differ('session', `must have sessions of at most ${expected} seconds, but has ${found}`, {
      expected: String(expected),
    });
  }

  private compareTags({ tags }: ObservedRole): void {
    const expected = mergedTags(this.inputs.tags, this.inputs.roleTags[this.expected.name] ?? {});
    for (const [key, value] of Object.entries(expected)) {
      if (tags[key] === value) continue;
      const has = tags[key] === undefined ? 'but does not have it' : `but has "${tags[key]}"`;
      this.differ('tags', `must have the tag ${key} with the value "${value}", ${has}`, {
        subject: key,
        expected: printable(value),
      });
    }
  }

  private compareBoundary({ boundary: found }: ObservedRole): void {
    const { boundary: expected } = this.expected;
    if (found === expected?.arn) {
      if (expected?.document === undefined) return;
      // A document that is missing grants nothing, which is a difference, too.
      const document = this.account.policies[expected.arn] ?? {};
      const difference = documentDifference(expected.document, document);
      if (difference === undefined) return;
      const subject = nameOf(expected.arn);
      this.differ('boundary_document', `has a permissions boundary with another content, ${subject}`, {
        subject,
        ...inWords(difference),
      });
    } else if (found === undefined) {
      this.differ('boundary_missing', `must have the permissions boundary ${expected?.arn}, but has none`, {
        expected: expected?.arn,
      });
    } else {
      const wanted = expected ? `the permissions boundary ${expected.arn}` : 'no permissions boundary';
      this.differ('boundary_other', `must have ${wanted}, but has ${found}`, { expected: expected?.arn });
    }
  }

  private comparePolicies({ attached, inline }: ObservedRole): void {
    const { policies, foreignPolicyArns: ofOthers } = this.expected;
    const seen = new Set<string>();
    for (const policy of policies) {
      const isAttached = policy.arn !== undefined && attached.includes(policy.arn);
      const isInline = policy.arn === undefined || (this.isOfStack && policy === lastManaged(this.expected));
      const document = isAttached
        ? this.account.policies[policy.arn]
        : isInline
          ? inline[policy.name]
          : undefined;
      if (isAttached) seen.add(policy.arn);
      else if (isInline) seen.add(policy.name);
      if (document === undefined) {
        const way = policy.arn === undefined ? 'have the inline policy' : 'have the policy';
        this.differ('policy_missing', `must ${way} ${policy.name}, but does not`, {
          subject: policy.name,
          fewer: grantsInWords(policy.document),
        });
      } else if (isAttached || !this.updatesItself()) this.compareDocument(policy, document);
      else if (this.difference(policy, document)) this.compareUpdate(policy.name, document);
    }
    for (const arn of ofOthers.filter((one) => !attached.includes(one)))
      this.differ('policy_missing', `must have the policy ${arn}, but does not`, { subject: arn });
    for (const arn of attached.filter((one) => !seen.has(one) && !ofOthers.includes(one)))
      this.differ('foreign_attached', `has the policy ${arn}, which is not part of it`, {
        subject: arn,
        ...this.wordsOf(this.account.policies[arn]),
      });
    for (const [name, document] of Object.entries(inline).filter(([one]) => !seen.has(one))) {
      if (this.updatesItself()) this.compareUpdate(name, document);
      else
        this.differ('foreign_inline', `has the inline policy ${name}, which is not part of it`, {
          subject: name,
          ...this.wordsOf(document),
        });
    }
  }

  private compareDocument(policy: InstalledPolicy, document: Document): void {
    const difference = this.difference(policy, document);
    if (difference === undefined) return;
    this.differ('policy_document', `has another content in the policy ${policy.name}`, {
      subject: policy.name,
      ...inWords(difference),
    });
  }

  private difference(policy: InstalledPolicy, document: Document): DocumentDifference | undefined {
    const difference = documentDifference(policy.document, document);
    if (difference === undefined || !this.spec.mergesByType) return difference;
    // A stack has the rows that grant on resource types in one statement.
    const merged = withOneGrantByType(policy).document;
    return documentDifference(merged, document) && difference;
  }

  private updatesItself(): boolean {
    const isThere = this.inputs.roles.includes('AlphausAcctAccessRole');
    return this.spec.boundary !== undefined && selfUpdates(this.inputs) && isThere;
  }

  private compareUpdate(policy: string, document: Document): void {
    const grants = grantsInWords(document);
    const { document: boundary } = this.expected.boundary ?? {};
    const own = this.expected.policies.map((one) => one.document);
    // Whoever may update itself has the built-in boundary.
    const beyond = boundary === undefined ? [] : beyondBoundary(document, boundary, own);
    if (beyond.length === 0) this.updates.push({ role: this.expected.name, policy, grants });
    else
      this.differ(
        'update_beyond',
        `has the inline policy ${policy}, which allows more than the permissions boundary: once Alphaus says that it may go, run aws iam delete-role-policy --role-name ${this.expected.name} --policy-name ${policy}`,
        { subject: policy, more: beyond },
      );
  }

  private wordsOf(document: Document | undefined): Pick<Difference, 'more'> {
    return document === undefined ? {} : { more: grantsInWords(document) };
  }

  private differ(
    kind: Difference['kind'],
    message: string,
    rest: Omit<Difference, 'role' | 'kind' | 'message'> = {},
  ): void {
    this.differences.push({ role: this.expected.name, kind, message: printable(message), ...rest });
  }
}

/** The template has the last of a self-updatable role's managed policies inline, under the same name. */
function lastManaged({ name, policies }: InstalledRole): InstalledPolicy | undefined {
  const { boundary } = ROLES[name];
  return boundary && policies.filter((policy) => policy.name !== boundary.policyName).at(-1);
}

/** A stack that has it inline, as it has those of all roles, makes no managed policy of that name. */
function hasLastManaged(role: InstalledRole, { policies }: ObservedAccount): boolean {
  const { arn } = lastManaged(role) ?? {};
  return arn !== undefined && policies[arn] !== undefined;
}

function grantsInWords(document: Document): string[] {
  return [...grantsOf(document).values()].map(grantInWords);
}

function inWords({ more, fewer }: DocumentDifference): Pick<Difference, 'more' | 'fewer'> {
  return {
    ...(more.length > 0 && { more: more.map(grantInWords) }),
    ...(fewer.length > 0 && { fewer: fewer.map(grantInWords) }),
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
