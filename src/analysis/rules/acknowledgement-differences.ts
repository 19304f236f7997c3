import { ACKNOWLEDGED } from '../../review/acknowledged';
import type { Configuration } from '../../inputs/table';
import type { RoleName } from '../../names/role-names';
import type { InstalledRole } from '../../policy/installed';
import { acknowledgedFor } from './acknowledged-for';
import { houseFindings, type Finding } from './house-findings';
import type { RuleFacts } from './rule';

/** Where findings and acknowledgements differ. */
export interface AcknowledgementDifference {
  readonly role: RoleName;
  /** The finding's, or the one that is acknowledged. */
  readonly id: string;
  /** What nobody acknowledged; undefined where something is acknowledged that is not found. */
  readonly finding?: Finding;
}

/** Findings that nobody acknowledged, and acknowledgements of what is not found. */
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

/** The same as a sentence. */
export function differenceText({ role, id, finding }: AcknowledgementDifference): string {
  if (!finding) return `${role}: ${id} is acknowledged, but nothing is found`;
  const { places, explanation } = finding;
  const where = places.length === 0 ? '' : ` at ${places.join('; ')}`;
  return `${role}: ${id}${where} is not acknowledged. ${explanation}`;
}
