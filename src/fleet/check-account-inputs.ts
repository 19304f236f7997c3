import { combinationProblems, inputsTogether } from '../inputs/combinations';
import { show, violations } from '../inputs/rules';
import { INPUTS, inputSpec, type InputName } from '../inputs/inputs';
import { ACCOUNT_ID, stackProblem } from '../inputs/account-placeholder';
import { ownerOf, partitionOf } from './region-arns';
import { effectiveInputs, effectiveRegion, type EffectiveInput } from './effective';
import type { Path } from './fleet-text';
import type { Problems } from './problems';
import type { FleetDraft } from './file-schema';

/** An account, or the StackSet, with its inputs. */
interface Installation {
  readonly path: Path;
  /** Undefined for the StackSet, and if the file is wrong there. */
  readonly accountId: string | undefined;
  /** Undefined if the file is wrong there. */
  readonly region: string | undefined;
  readonly inputs: readonly EffectiveInput[];
}

/** Checks the effective inputs of every account and of the StackSet. */
export function checkInputs(draft: FleetDraft, problems: Problems): void {
  const { accounts = [], exclude = [], organization } = draft;
  const installations: Installation[] = accounts.flatMap((account, index) => {
    if (!account) return [];
    const path = ['accounts', index];
    const region = effectiveRegion(draft, account);
    const inputs = effectiveInputs(draft, path, account.inputs, account.id);
    return [{ path, accountId: account.id, region, inputs }];
  });
  if (organization) {
    const path = ['organization'];
    const region = effectiveRegion(draft, organization);
    const inputs = effectiveInputs(draft, path, organization.inputs);
    installations.push({ path, accountId: undefined, region, inputs });
    checkStackInputs(inputs, problems);
  }
  checkRequired(draft, installations, problems);

  const customers = new Set([...accounts, ...exclude].map((account) => account?.id));
  customers.add(draft.management_account);
  for (const installation of installations) {
    checkPrincipal(installation, customers, problems);
    checkArns(installation, problems);
    checkCombinations(installation, problems);
  }
}

function checkCombinations({ inputs }: Installation, problems: Problems): void {
  const valueOf = (name: InputName): unknown => inputs.find((input) => input.name === name)?.value;
  for (const { combination, sentence } of combinationProblems(valueOf)) {
    const at = inputs.find(({ name }) => name === inputsTogether(combination)[0]);
    if (at) problems.add(at.path, sentence((name) => name).slice(at.name.length + 1));
  }
}

function checkRequired(draft: FleetDraft, installations: readonly Installation[], problems: Problems): void {
  // If defaults is wrong as a whole, it is unknown which inputs it would give.
  if ('defaults' in draft && (!draft.defaults || ('inputs' in draft.defaults && !draft.defaults.inputs)))
    return;
  for (const spec of INPUTS.filter((input) => input.default === undefined)) {
    const without = installations.filter(({ inputs }) => !inputs.some(({ name }) => name === spec.name));
    const [first] = without;
    if (!first) continue;
    const [problem = ''] = violations(spec, spec.name, undefined);
    const others = without.length > 1 ? `, and ${without.length - 1} more lack it` : '';
    const remedy = `${others}; give it there, or for all under defaults.inputs`;
    problems.add([...first.path, 'inputs', spec.name], problem.slice(spec.name.length + 1) + remedy);
  }
}

function checkPrincipal(
  { inputs }: Installation,
  customers: ReadonlySet<string | undefined>,
  problems: Problems,
): void {
  const principal = inputs.find(({ name }) => name === 'principal');
  if (typeof principal?.value !== 'string' || !customers.has(principal.value)) return;
  problems.add(
    principal.path,
    `must be Alphaus's account, got "${principal.value}", which this file lists as one of your own accounts; copy it from Octo's onboarding page`,
  );
}

/** Inputs that always have their default in a StackSet, although `defaults` may set them for accounts. */
export const ALWAYS_IN_STACKS: ReadonlySet<InputName> = new Set(
  INPUTS.flatMap(({ name, withheld }) =>
    withheld?.stackSet !== undefined && withheld.fleetDefaults === undefined ? [name] : [],
  ),
);

function checkStackInputs(inputs: readonly EffectiveInput[], problems: Problems): void {
  for (const { value, path } of inputs) {
    const problem = stackProblem(value);
    if (problem !== undefined) problems.add(path, problem);
  }
  for (const { name, value, path } of inputs.filter((input) => ALWAYS_IN_STACKS.has(input.name))) {
    const { default: always, withheld } = inputSpec(name);
    if (value === undefined || show(value) === show(always)) continue;
    problems.add(
      path,
      `is always ${show(always)} in the stacks of a StackSet, got ${show(value)}: ${withheld?.stackSet ?? ''}; leave it out of organization.inputs, or set it to null there where defaults set it`,
    );
  }
}

/** Checks ARNs: an account can use only its own policies and stacks, and AWS's policies. */
function checkArns({ path, accountId, region, inputs }: Installation, problems: Problems): void {
  for (const { value, path: written } of inputs.filter(({ name }) => /_arns?$/.test(name))) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const arn of values.filter((item) => typeof item === 'string')) {
      const owner = ownerOf(arn);
      if (!owner) continue;
      if (region && owner.partition !== partitionOf(region)) {
        problems.add(
          written,
          `must be in partition ${partitionOf(region)}, like region ${region}, got "${arn}"`,
        );
      }
      const isStackSet = path[0] === 'organization';
      const isOwn = ['aws', isStackSet ? ACCOUNT_ID : accountId].includes(owner.account);
      if (isOwn || (accountId === undefined && !isStackSet)) continue;
      if (written[0] === 'defaults') {
        problems.add(
          written,
          `belongs to one account, got "${arn}", but defaults apply to all accounts; write ${ACCOUNT_ID} for the account's id where each has one of this name, or give it under the inputs of that account`,
        );
      } else if (isStackSet) {
        problems.add(
          written,
          `belongs to one account, got "${arn}", but the StackSet gives all accounts the same text; write ${ACCOUNT_ID} for the account's id where each has one of this name, give one of AWS's own or null, or list the accounts under accounts`,
        );
      } else {
        problems.add(written, `must belong to this account, ${accountId}, got "${arn}"`);
      }
    }
  }
}
