import { ACKNOWLEDGED } from '../../review/acknowledged';
import type { Configuration } from '../../inputs/inputs';
import type { RoleName } from '../../names/role-names';
import type { InstalledRole } from '../../policy/installed';
import { acknowledgedFor } from './acknowledged-for';
import { houseFindings, type Finding } from './house-findings';
import type { RuleFacts } from './rule';

/** A finding without acknowledgement, or an acknowledgement without finding. */
export interface AcknowledgementDifference {
  readonly role: RoleName;
  /** Id of the finding, or the id that is acknowledged. */
  readonly id: string;
  /** The finding that is not acknowledged; undefined if an acknowledgement has no finding. */
  readonly finding?: Finding;
}

/** Findings without acknowledgement, and acknowledgements without finding. */
export function acknowledgementDifferences(
  installation: readonly InstalledRole[],
  configuration: Configuration,
  facts: RuleFacts,
  acknowledgements: Parameters<typeof acknowledgedFor>[3] = ACKNOWLEDGED,
): AcknowledgementDifference[] {
  const findings = houseFindings(installation, facts);
  return installation.flatMap((installed) => {
    const { name: role } = installed;
    const acknowledged = acknowledgedFor(installed, configuration, facts, acknowledgements);
    const found = new Map(findings.filter((one) => one.role === role).map((one) => [one.id, one]));
    const open = [...found].filter(([id]) => !acknowledged.has(id));
    const stale = [...acknowledged.keys()].filter((id) => !found.has(id));
    return [...open.map(([id, finding]) => ({ role, id, finding })), ...stale.map((id) => ({ role, id }))];
  });
}

/** A difference as a sentence. */
export function differenceText({ role, id, finding }: AcknowledgementDifference): string {
  if (!finding) return `${role}: ${id} is acknowledged, but nothing is found`;
  const { places, explanation } = finding;
  const where = places.length === 0 ? '' : ` at ${places.join('; ')}`;
  return `${role}: ${id}${where} is not acknowledged. ${explanation}`;
}
