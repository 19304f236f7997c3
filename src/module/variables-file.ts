import { blocksFile } from './blocks-file';

/** A variable as CDKTF synthesizes it: texts are templates, `type` and a rule's `condition` are expressions. */
export interface Variable {
  readonly type: string;
  readonly description: string;
  /** @default - the variable must be given */
  readonly default?: unknown;
  readonly nullable: boolean;
  readonly validation?: readonly { readonly condition: string; readonly error_message: string }[];
}

/**
 * Variables in Terraform's native syntax. From its JSON syntax, `cdktf get` and `cdktn get` read no types and ignore an empty
 * default, so that every input would be `any` and `tags` required.
 */
export function variablesFile(variables: readonly (readonly [name: string, Variable])[]): string {
  return blocksFile(
    variables.map(([name, { type, description, ...more }]) => ({
      type: 'variable',
      labels: [name],
      body: { type: `\${${type}}`, description, ...more },
    })),
  );
}
