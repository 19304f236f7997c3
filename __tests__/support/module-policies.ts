/** JSON of each local of `policies.tf`, by name. What Terraform evaluates is a text with its expression in braces. */
export function modulePolicyTexts(text: string): Record<string, string> {
  const locals = text.matchAll(/^ {2}(\w+) = jsondecode\(<<-JSON\n(.*?)\n {2}JSON\n {2}\)$/gms);
  return Object.fromEntries<string>(
    [...locals].map(([, name = '', json = '']) => [
      name,
      json.replace(/\$\{jsonencode\((.*)\)\}(?=,?$)/gm, (_all, expression: string) =>
        JSON.stringify(`\${${expression}}`),
      ),
    ]),
  );
}
