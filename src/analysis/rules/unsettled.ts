import { ACKNOWLEDGED } from '../../review/acknowledged';
import type { Configuration } from '../../inputs/table';
import type { InstalledRole } from '../../policy/installed';
import { acknowledgedFor } from './acknowledged-for';
import { houseFindings, type Finding } from './house-findings';
import type { RuleFacts } from './rule';

/** Where findings and acknowledgements differ, a sentence for each. */
export function unsettled(
  installation: readonly InstalledRole[],
  configuration: Configuration,
  facts: RuleFacts,
  acknowledgements: Parameters<typeof acknowledgedFor>[3] = ACKNOWLEDGED,
): string[] {
  const findings = houseFindings(installation, facts);
  return installation.flatMap((role) => {
    const acknowledged = acknowledgedFor(role, configuration, facts, acknowledgements);
    const found = new Map(
      findings.filter((finding) => finding.role === role.name).map((finding) => [finding.id, finding]),
    );
    const open = [...found.values()].filter(({ id }) => !acknowledged.has(id));
    const stale = [...acknowledged.keys()].filter((id) => !found.has(id));
    return [
      ...open.map(described),
      ...stale.map((id) => `${role.name}: ${id} is acknowledged, but nothing is found`),
    ];
  });
}

function described({ role, id, places, explanation }: Finding): string {
  const where = places.length === 0 ? '' : ` at ${places.join('; ')}`;
  return `${role}: ${id}${where} is not acknowledged. ${explanation}`;
}
