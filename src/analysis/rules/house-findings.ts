import type { RoleName } from '../../names/role-names';
import type { InstalledRole } from '../../policy/installed';
import type { Analysis } from '../analysis';
import { statementsOf } from '../statements';
import { RULES } from './house-rules';
import type { Place, Rule, RuleFacts } from './rule';

/** What a house rule found in a role. */
export interface Finding {
  readonly role: RoleName;
  /** `rule[what]`: the same in every account and partition. Acknowledgements use it. */
  readonly id: string;
  readonly explanation: string;
  /** Where: `trust`, `boundary` or a policy's name, with the Sid; empty if the finding is about the whole role. */
  readonly places: readonly string[];
}

/**
 * Findings of the house rules in the roles of one installation, by role, each once. Throws if a rule cannot decide, as for
 * an action that AWS does not have or an unknown policy element.
 */
export function houseFindings(installation: readonly InstalledRole[], facts: RuleFacts): Finding[] {
  return installation.flatMap((role) => {
    const found = new Map<string, Finding>();
    const add = (rule: Rule, what: string, place?: string): void => {
      const id = `${rule.id}[${what}]`;
      const places = [...(found.get(id)?.places ?? []), ...(place === undefined ? [] : [place])];
      found.set(id, { role: role.name, id, explanation: rule.explanation, places: [...new Set(places)] });
    };
    const inStatements = statementFindings(role, facts);
    for (const rule of RULES) {
      if (rule.of === 'role') for (const what of rule.find(role, installation, facts)) add(rule, what);
      for (const { what, place } of inStatements.get(rule) ?? []) add(rule, what, place);
    }
    return [...found.values()];
  });
}

interface Found {
  readonly what: string;
  readonly place: string;
}

type FoundByRule = ReadonlyMap<Rule, readonly Found[]>;

/** Findings in a role's own statements. They do not depend on other roles. */
function statementFindings(role: InstalledRole, { analysis, ...facts }: RuleFacts): FoundByRule {
  return analysis.once(judgeStatements, { role, facts });
}

interface Question {
  readonly role: InstalledRole;
  readonly facts: Omit<RuleFacts, 'analysis'>;
}

function judgeStatements({ role, facts: others }: Question, analysis: Analysis): Map<Rule, Found[]> {
  const facts: RuleFacts = { ...others, analysis };
  const places = placesOf(role);
  return new Map(
    RULES.map((rule) => [
      rule,
      rule.of === 'role'
        ? []
        : places
            .filter(({ kind }) => rule.kinds.includes(kind))
            .flatMap(({ name, ...place }) =>
              rule.find(place, facts).map((what) => ({ what, place: `${name}, ${place.statement.sid}` })),
            ),
    ]),
  );
}

function placesOf(role: InstalledRole): (Place & { readonly name: string })[] {
  const documents = [
    { name: 'trust', kind: 'trust' as const, document: role.trust },
    ...role.policies.map(({ name, document }) => ({ name, kind: 'permissions' as const, document })),
    ...(role.boundary?.document
      ? [{ name: 'boundary', kind: 'boundary' as const, document: role.boundary.document }]
      : []),
  ];
  return documents.flatMap(({ name, kind, document }) => {
    const statements = statementsOf(document);
    const denies = statements.filter(({ effect }) => effect === 'Deny');
    return statements.map((statement) => ({ name, kind, role, statement, denies }));
  });
}
