import { combinationProblems } from '../inputs/combinations';
import { inputFromText } from '../inputs/from-text';
import { defaults, INPUTS, inputProperty, type Configuration, type InputName } from '../inputs/inputs';
import { violations } from '../inputs/rules';
import { UsageError } from '../names/error-in-words';
import { ACCOUNT_ID, optionProblems, STACK } from '../names/fields';
import type { Shard } from './actions';
import type { AccountToVerify, ConfiguredAccount } from './verify-accounts';
import { installationOf } from './state-inputs';

/** What the command line says of one account, without a fleet file. */
export interface Given {
  readonly accounts: readonly string[];
  readonly file?: string;
  readonly inputs: Readonly<Partial<Record<InputName, string>>>;
  readonly stack?: string;
  readonly shard?: Shard;
  /** A state file; inputs on the command line count beside it. */
  readonly state?: string;
}

/**
 * The account that the command line describes; undefined if it describes none, so that the fleet file counts.
 *
 * @throws UsageError naming every wrong option, or StateError if the state says nothing
 */
export function givenAccount(given: Given & { readonly stack?: undefined }): ConfiguredAccount | undefined;
export function givenAccount(given: Given): AccountToVerify | undefined;
export function givenAccount(given: Given): AccountToVerify | undefined {
  const { accounts, file, stack, state, inputs, shard } = given;
  const byInputs = state === undefined && Object.keys(inputs).length > 0;
  if (!byInputs && stack === undefined && state === undefined) return undefined;
  const ways = [
    ...(file === undefined ? [] : ['--file names a fleet file']),
    ...(shard ? ['--shard is a part of a fleet file'] : []),
    ...(stack === undefined ? [] : ['--stack takes the parameters of a stack']),
    ...(state === undefined ? [] : ['--state takes what a state says']),
    ...(byInputs ? ['inputs are those of one account without either'] : []),
  ];
  const [named] = accounts;
  const installation =
    ways.length > 1 || state === undefined
      ? undefined
      : installationOf(state, named !== undefined && ACCOUNT_ID.test(named) ? named : undefined);
  const { problems, configuration } = fromTexts({ ...installation?.inputs, ...inputs });
  const wrong = [
    ...(ways.length > 1 ? [`${ways.join(', ')}: give one of them`] : []),
    ...optionProblems('--stack', STACK, stack),
    ...(byInputs || installation !== undefined ? problems : []),
    ...(accounts.length > 1
      ? [`inputs on the command line are those of one account, got ${accounts.length}`]
      : []),
    ...accounts
      .filter((id) => !ACCOUNT_ID.test(id))
      .map((id) => `the account must be 12 digits, got "${id}": names are those of the fleet file`),
  ];
  if (wrong.length > 0) throw new UsageError(...wrong);
  const id = installation?.account ?? named;
  return {
    ...(id !== undefined && { id }),
    inputs: stack === undefined ? configuration : { stack },
    ...(installation !== undefined && { form: 'terraform' }),
  };
}

function fromTexts(inputs: Given['inputs']): {
  readonly problems: string[];
  readonly configuration: Configuration;
} {
  const given = INPUTS.flatMap((spec) => {
    const text = inputs[spec.name];
    return text === undefined ? [] : [[spec.name, inputFromText(spec, text)] as const];
  });
  const values = new Map<InputName, unknown>(given);
  const option = (name: InputName): string => `--${name.replaceAll('_', '-')}`;
  const own = Object.fromEntries(given.map(([name, value]) => [inputProperty(name), value]));
  return {
    problems: [
      ...INPUTS.flatMap((spec) => violations(spec, option(spec.name), values.get(spec.name))),
      ...combinationProblems((name) => values.get(name)).map(({ sentence }) => sentence(option)),
    ],
    configuration: { ...defaults(), ...own } as Configuration,
  };
}
