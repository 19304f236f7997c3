import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { AdoptError, type EarlierState } from '../account/adopt/earlier-state';
import { otherUsers, policyDocuments, presentPolicies } from '../account/adopt/managed-policies';
import { planAdoption, type Adoption } from '../account/adopt/plan-adoption';
import { release, retain, stackOf, type StackOfRoles } from '../account/adopt/stack-of-roles';
import { deleteInline, detach } from '../account/take-off-policies';
import type { Difference } from '../account/difference';
import { ofAnotherAccount, stackAddress } from '../account/stack/stack-address';
import type { Waiting } from '../account/stack/describe-stack';
import { observeAccount } from '../account/observe-account';
import type { ObservedAccount } from '../account/observed';
import type { RoleName } from '../names/role-names';
import { installedRoles } from '../policy/installed';
import type { Present } from './import-blocks';
import type { EnteredAccount, Entrance } from './enter-account';
import type { ConfiguredAccount } from './verify-accounts';

/** What the user says of all accounts. */
export interface AdoptTerms {
  /** Name or ARN of the stack. @default - it is asked for by the names of the roles */
  readonly stack?: string | undefined;
  readonly state?: EarlierState | undefined;
  /** Roles that are Octo's, whoever they seem to belong to. */
  readonly named: readonly RoleName[];
  /** Whether the StackSet has let go of the stack. */
  readonly released: boolean;
  /** Stops the waiting for CloudFormation. */
  readonly signal: AbortSignal;
  /** Is told of a stack that is waited for. */
  readonly tell: (line: string) => void;
}

/** What was found in an account, and what becomes of it. */
export interface Survey extends Adoption {
  readonly id: string;
  readonly stacks: readonly StackOfRoles[];
  readonly present: Present;
  readonly creates: readonly RoleName[];
  /** What differs from the inputs, but for what `finish()` does. */
  readonly differences: readonly Difference[];
  /** RoleIds, by name. */
  readonly ids: ReadonlyMap<string, string | undefined>;
}

/** Takes over the roles of one account, step by step. Whatever was done already is not done again. */
export class AccountAdopter {
  private readonly clients = new Map<string, CloudFormationClient>();

  private constructor(
    private readonly account: ConfiguredAccount,
    private readonly entry: EnteredAccount,
    private readonly terms: AdoptTerms,
  ) {}

  /** @throws AwsError if the credentials are those of another account; otherwise the error of the AWS SDK */
  static async enter(
    account: ConfiguredAccount,
    entrance: Entrance,
    terms: AdoptTerms,
  ): Promise<AccountAdopter> {
    const sessionName = account.sessionName ?? 'octo-access-adopt';
    return new AccountAdopter(account, await entrance.enter({ ...account, sessionName }), terms);
  }

  /** Looks what is there and what would become of it, once CloudFormation is not at work on it; changes nothing. */
  async survey(): Promise<Survey> {
    const { inputs } = this.account;
    const { iam, caller } = this.entry;
    const observed = await observeAccount(iam, caller);
    const expected = installedRoles({ partition: caller.partition, accountId: caller.id }, inputs);
    const ours = expected.flatMap(({ policies, boundary }) => [
      ...policies.flatMap(({ arn }) => arn ?? []),
      ...(boundary?.document ? [boundary.arn] : []),
    ]);
    const attached = [
      ...observed.roles.flatMap((role) => role.attached),
      ...expected.flatMap(({ foreignPolicyArns }) => foreignPolicyArns),
    ];
    const unknown = [...new Set(attached)].filter((arn) => observed.policies[arn] === undefined);
    const { stacks, problems, waited } = await this.stacks(observed);
    // What CloudFormation did meanwhile may have changed the roles.
    if (waited) return this.survey();
    const adoption = planAdoption({
      observed,
      documents: await policyDocuments(
        iam,
        unknown.filter((arn) => !ours.includes(arn)),
      ),
      inputs,
      stacks,
      ...this.terms,
    });
    const differences = adoption.comparison.differences.filter(({ kind }) => kind !== 'update_beyond');
    const policies = await presentPolicies(iam, [...new Set(ours)]);
    const names = observed.roles.map(({ name }) => name as RoleName);
    return {
      ...adoption,
      // A stack that was named and is gone is none to refuse once all is done.
      refusals: [
        ...adoption.refusals,
        ...(await otherUsers(iam, policies)),
        ...(differences.length > 0 ? problems : []),
      ],
      id: caller.id,
      stacks,
      present: { accountId: caller.id, roles: names, policies },
      creates: inputs.roles.filter((role) => !names.includes(role)),
      differences,
      ids: new Map(observed.roles.map(({ name, roleId }) => [name, roleId])),
    };
  }

  /** Makes CloudFormation keep the roles when their stacks are deleted. */
  async retain({ stacks }: Survey): Promise<void> {
    for (const stack of stacks)
      if (!stack.retained) await retain(await this.client(stack.region), stack, this.terms);
  }

  /** Takes the policies of another owner off roles, before Terraform lets Alphaus in. */
  async takeOff({ firstOff }: Survey): Promise<void> {
    const { iam } = this.entry;
    for (const { role, inline, attached } of firstOff) {
      for (const policy of inline) await deleteInline(iam, role, policy);
      for (const arn of attached) await detach(iam, role, arn);
    }
  }

  /**
   * After the deployment: deletes what Terraform leaves in the roles, and the stacks.
   *
   * @param before the survey before anything was changed
   * @throws AdoptError if a role is not as it should be, or is not the one that it was
   */
  async finish(before: Survey): Promise<void> {
    const now = await this.survey();
    this.refuseOthers(before, now);
    if (now.refusals.length > 0) {
      throw new AdoptError(
        `meanwhile something came up, so the earlier installation was left as it is: ${now.refusals.join('; ')}`,
      );
    }
    if (now.differences.length > 0) {
      const [first] = now.differences;
      throw new AdoptError(
        `the roles differ from the inputs in ${now.differences.length} places, like: ${first?.role} ${first?.message}. So the earlier installation was left as it is: run npx octo-access verify, then this again`,
      );
    }
    for (const { role, policy } of now.leftInline) await deleteInline(this.entry.iam, role, policy);
    const planned = now.stacks.filter(({ id }) => before.stacks.some((one) => one.id === id));
    for (const stack of planned) await release(await this.client(stack.region), stack, this.terms);
    this.refuseOthers(before, await this.survey());
  }

  private refuseOthers({ ids: before }: Survey, { ids }: Survey): void {
    const lost = [...before].filter(([name, id]) => ids.get(name) !== id).map(([name]) => name);
    if (lost.length === 0) return;
    throw new AdoptError(
      `${lost.join(', ')} ${lost.length === 1 ? 'is' : 'are'} not the role that was there before: somebody deleted it meanwhile`,
    );
  }

  private async stacks({ roles }: ObservedAccount): Promise<{
    readonly stacks: StackOfRoles[];
    readonly problems: string[];
    readonly waited: boolean;
  }> {
    const { caller, iam } = this.entry;
    const { stack: named } = this.terms;
    const foreign = ofAnotherAccount(named ?? '', caller.id);
    if (foreign !== undefined) return { stacks: [], problems: [foreign], waited: false };
    const { region } = stackAddress(named ?? '');
    const tagged = roles.map(({ tags }) => stackAddress(tags['aws:cloudformation:stack-id'] ?? '').region);
    // The launch link of Octo's own stack names us-east-1, whatever regions the account works in.
    const usual = [
      await iam.config.region(),
      caller.partition === 'aws' ? 'us-east-1' : undefined,
      ...tagged,
    ];
    const regions = [...new Set(region === undefined ? usual.flatMap((one) => one ?? []) : [region])];
    const stacks: StackOfRoles[] = [];
    let waited = false;
    const waiting: Waiting = {
      signal: this.terms.signal,
      waits: ({ StackName, StackStatus }) => {
        waited = true;
        this.terms.tell(`${caller.id}: waits for the stack ${StackName}, which is ${StackStatus}`);
      },
    };
    for (const place of regions) {
      const client = await this.client(place);
      const keep = (found: StackOfRoles | undefined): void => {
        if (found && !stacks.some(({ id }) => id === found.id)) stacks.push(found);
      };
      if (named !== undefined) keep(await stackOf(client, { stack: named }, waiting));
      for (const { name } of roles) {
        const isKnown = stacks.some((one) => one.roles.some((role) => role === name));
        if (!isKnown) keep(await stackOf(client, { role: name as RoleName }, waiting));
      }
    }
    if (named === undefined || stacks.some(({ id, name }) => id === named || name === named))
      return { stacks: stacks.filter((one) => one.roles.length > 0), problems: this.empty(stacks), waited };
    return {
      stacks,
      waited,
      problems: [
        `there is no stack ${named} in ${regions.join(', ')}: give its ARN if it is in another region, or leave --stack out`,
      ],
    };
  }

  private empty(stacks: readonly StackOfRoles[]): string[] {
    return stacks
      .filter(({ roles }) => roles.length === 0)
      .map(({ name }) => `the stack ${name} holds none of Octo's roles`);
  }

  private async client(region: string): Promise<CloudFormationClient> {
    const known = this.clients.get(region);
    if (known) return known;
    const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
    const client = new CloudFormationClient({ ...this.entry.options, region });
    this.clients.set(region, client);
    return client;
  }
}
