import type { RoleName } from '../../inputs';
import type { InstalledRole } from '../../policy/installed';
import { statementsOf } from '../statements';
import { RULES } from './index';
import type { Place, Rule, RuleFacts } from './rule';

/** What a house rule found in a role. */
export interface Finding {
  readonly role: RoleName;
  /** `rule[what]`: the same in every account and partition. Acknowledgements name it. */
  readonly id: string;
  readonly explanation: string;
  /** Where: `trust`, `boundary`, or a policy's name, with the Sid; empty where the whole role is meant. */
  readonly places: readonly string[];
}

/**
 * What the house rules find in the roles of one installation, by role, each thing once. Throws where a rule cannot
 * decide: an action that AWS does not have, an element of a policy that is not understood.
 */
export function houseFindings(
  installation: readonly InstalledRole[],
  facts: RuleFacts,
  rules: readonly Rule[] = RULES,
): Finding[] {
  return installation.flatMap((role) => {
    const found = new Map<string, Finding>();
    const add = (rule: Rule, what: string, place?: string): void => {
      const id = `${rule.id}[${what}]`;
      const places = [...(found.get(id)?.places ?? []), ...(place === undefined ? [] : [place])];
      found.set(id, { role: role.name, id, explanation: rule.explanation, places: [...new Set(places)] });
    };
    for (const rule of rules) {
      if (rule.of === 'role') {
        for (const what of rule.find(role, installation, facts)) add(rule, what);
        continue;
      }
      for (const { name, ...place } of placesOf(role)) {
        if (!rule.kinds.includes(place.kind)) continue;
        for (const what of rule.find(place, facts)) add(rule, what, `${name}, ${place.statement.sid}`);
      }
    }
    return [...found.values()];
  });
}

function placesOf(role: InstalledRole): (Place & { readonly name: string })[] {
  const documents = [
    { name: 'trust', kind: 'trust' as const, document: role.trust },
    ...role.policies.map(({ name, document }) => ({ name, kind: 'permissions' as const, document })),
    ...(role.boundary?.document
      ? [{ name: 'boundary', kind: 'boundary' as const, document: role.boundary.document }]
      : []),
  ];
  return documents.flatMap(({ name, kind, document }) =>
    statementsOf(document).map((statement) => ({ name, kind, role, statement })),
  );
}
