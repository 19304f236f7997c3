/** JSON of each local of `policies.tf`, by name. What Terraform evaluates is a text with its expression in braces. */
export function modulePolicyTexts(text: string): Record<string, string> {
  const locals = text.matchAll(/^ {2}(\w+) = jsondecode\(<<-JSON\n(.*?)\n {2}JSON\n {2}\)$/gms);
  const assembled = text.matchAll(/^ {2}(\w+) = \{\n(.*?)\n {2}\}$/gms);
  return Object.fromEntries<string>([
    ...[...locals].map(([, name = '', json = '']): [string, string] => [
      name,
      json.replace(/\$\{jsonencode\((.*)\)\}(?=,?$)/gm, (_all, expression: string) =>
        JSON.stringify(`\${${expression}}`),
      ),
    ]),
    ...[...assembled].map(([, name = '', lines = '']): [string, string] => [name, jsonOf(lines)]),
  ]);
}

function jsonOf(lines: string): string {
  const entries = lines.split('\n').map((line) => {
    const [, key = '', value = ''] = /^ {4}(\w+) += (.*)$/.exec(line) ?? [];
    return [key, value.startsWith('"') ? (JSON.parse(value) as string) : `\${${value}}`];
  });
  return JSON.stringify(Object.fromEntries(entries));
}
