import type { InputRule, InputSpec } from './input-spec';
import { meaningOf } from './rule-kinds';

/** The condition of a Terraform `validation` block, an expression over `reference` (`var.principal`). */
export function terraformCondition(spec: InputSpec, rule: InputRule, reference: string): string {
  // Functions fail on a null element. The condition must then be false, not an error.
  const condition = `try(${
    rule.ofEachMap
      ? `alltrue([for map in values(${reference}) : ${targetCondition(rule, 'map')} if map != null])`
      : targetCondition(rule, reference)
  }, false)`;
  return spec.default === null ? `${reference} == null ? true : ${condition}` : condition;
}

/** The `error_message` of a Terraform `validation` block: a template that shows the value. */
export function terraformMessage(rule: InputRule, label: string, reference: string): string {
  const wrong = rule.ofEachMap
    ? `{ for name, map in ${reference} : name => map if map == null ? false : !try(${targetCondition(rule, 'map')}, false) }`
    : reference;
  return `${label} ${rule.message}, got \${jsonencode(${wrong})}.`;
}

function targetCondition(rule: InputRule, reference: string): string {
  const { terraform } = meaningOf(rule);
  switch (rule.target ?? 'value') {
    case 'value':
      return terraform(reference);
    case 'each':
      return `alltrue([for item in ${reference} : ${terraform('item')}])`;
    case 'keys':
      return rule.kind === 'distinct'
        ? terraform(`keys(${reference})`)
        : `alltrue([for key in keys(${reference}) : ${terraform('key')}])`;
    case 'values':
      // Null has a rule of its own.
      return `alltrue([for item in values(${reference}) : ${terraform('item')}${rule.kind === 'present' ? '' : ' if item != null'}])`;
  }
}
