import { ACKNOWLEDGED, type Acknowledgement, type Circumstances } from '../../review/acknowledged';
import { inputProperty, INPUTS, type Configuration } from '../../inputs/inputs';
import { type RoleName } from '../../names/role-names';
import type { InstalledRole } from '../../policy/installed';
import { selfUpdates } from '../../policy/scope';
import type { RuleFacts } from './rule';
import { withPlaceholders } from './with-placeholders';

type Acknowledgements = Readonly<Partial<Record<RoleName, readonly Acknowledgement[]>>>;

/** Ids of the findings that are acknowledged for a role of one installation, each with its reason. */
export function acknowledgedFor(
  role: InstalledRole,
  configuration: Configuration,
  facts: Pick<RuleFacts, 'vendorAccount'>,
  acknowledgements: Acknowledgements = ACKNOWLEDGED,
): ReadonlyMap<string, string> {
  const entries = (acknowledgements[role.name] ?? [])
    .filter(({ when }) => !when || when.some((circumstances) => hold(circumstances, configuration)))
    .flatMap(({ findings, reason }) =>
      findings
        .flatMap((finding) => eachOf(finding, configuration, (item) => withPlaceholders(item, role, facts)))
        .map((id) => [id, reason] as const),
    );
  return new Map(entries);
}

function hold(circumstances: Circumstances, configuration: Configuration): boolean {
  return Object.entries(circumstances).every(([property, is]) => {
    // The effective value, as for the rows of the catalogue.
    const value: unknown =
      property === 'allowSelfUpdate'
        ? selfUpdates(configuration)
        : configuration[property as keyof Configuration];
    const isSet = value !== null && !(Array.isArray(value) && value.length === 0);
    if (is === 'set') return isSet;
    return is === 'unset' ? !isSet : value === is;
  });
}

/** One id for each element of the list input that the finding names in braces. */
function eachOf(
  finding: string,
  configuration: Configuration,
  spell: (item: string) => string,
): readonly string[] {
  const input = INPUTS.find(({ name, type }) => type.startsWith('list') && finding.includes(`{${name}}`));
  if (!input) return [finding];
  const list = configuration[inputProperty(input.name)];
  if (!Array.isArray(list)) throw new Error(`${finding}: ${input.name} is not a list`);
  return list.map((item) => finding.replace(`{${input.name}}`, spell(String(item))));
}
