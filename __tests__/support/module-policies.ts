/** JSON of each local of `policies.tf`, by name. What Terraform evaluates is a text with its expression in braces. */
export function modulePolicyTexts(text: string): Record<string, string> {
  const documents = text.matchAll(/^ {2}(\w+) = <<-JSON\n(.*?)\n {2}JSON$/gms);
  const lists = text.matchAll(/^ {2}(\w+) = \[\n(.*?)\n {2}\]$/gms);
  return Object.fromEntries([
    ...[...documents].map(([, name = '', json = '']) => [name, jsonOf(json)]),
    ...[...lists].map(([, name = '', parts = '']) => [name, `[${partsOf(parts).join(',')}]`]),
  ]) as Record<string, string>;
}

function partsOf(text: string): string[] {
  const parts = text.matchAll(/^ {6}when {2}= (.*)\n {6}items = <<-JSON\n(.*?)\n {6}JSON$/gms);
  return [...parts].map(
    ([, when = '', items = '']) => `{"when": ${JSON.stringify(when)}, "items": [${jsonOf(items)}]}`,
  );
}

function jsonOf(text: string): string {
  return text
    .replace(/\$\{jsonencode\((.*)\)\}(?=,?$)/gm, (_all, expression: string) => inBraces(expression))
    .replace(/\[\$\{(join\(.*\))\}\](?=,?$)/gm, (_all, expression: string) => inBraces(expression));
}

function inBraces(expression: string): string {
  return JSON.stringify(`\${${expression}}`);
}
