import { describe, expect, test } from '@jest/globals';
import { TerraformOutput, TerraformVariable } from 'cdktf';
import {
  call,
  conditional,
  jsonencode,
  NativeJson,
  not,
  operation,
} from '../../src/constructs/private/expression';
import { synthesized } from '../support/synth';

/** What Terraform gets for an output's value. */
function printed(value: (variable: TerraformVariable) => unknown): unknown {
  const stack = synthesized((scope) => {
    const variable = new TerraformVariable(scope, 'x', { type: 'string' });
    new TerraformOutput(scope, 'y', { value: value(variable) as never });
  }) as unknown as { output: { y: { value: unknown } } };
  return stack.output.y.value;
}

describe('Terraform expressions', () => {
  test('encode a document as one call, tokens as references', () => {
    expect(printed((x) => jsonencode({ A: ['b', x.stringValue], C: `d/${x.stringValue}/e` }))).toBe(
      '${jsonencode({"A" = ["b", var.x], "C" = "d/${var.x}/e"})}',
    );
  });

  test('keep whatever a plain text holds inside its quotes', () => {
    const hostile = '","Effect":"Allow" ${file("/etc/passwd")} %{ if true } \n \\ "';
    expect(printed(() => jsonencode({ a: hostile }))).toBe(
      '${jsonencode({"a" = "\\",\\"Effect\\":\\"Allow\\" $${file(\\"/etc/passwd\\")} %%{ if true } \\n \\\\ \\""})}',
    );
  });

  test('nest without braces and keep precedence by parentheses', () => {
    const nested = printed((x) =>
      conditional(
        operation(x.stringValue, '!=', null),
        call('concat', ['a'], [x.stringValue]),
        [],
      ).toString(),
    );
    expect(nested).toBe('${((var.x != null) ? concat(["a"], [var.x]) : [])}');
    expect(printed((x) => not(x.booleanValue).toString())).toBe('${!var.x}');
  });

  test('print a document as native JSON, in which Terraform reads every text as a template', () => {
    const hostile = '","Effect":"Allow" ${file("/etc/passwd")} %{ if true } \n \\ "';
    const document = (x: TerraformVariable): unknown => ({
      [hostile]: [hostile, x.stringValue, `d/${x.stringValue}/${hostile}`, true, null],
      call: call('upper', x.stringValue),
      nothing: undefined,
    });
    const escaped = '","Effect":"Allow" $${file("/etc/passwd")} %%{ if true } \n \\ "';

    expect(printed((x) => new NativeJson(document(x)))).toEqual({
      [escaped]: [escaped, '${var.x}', `d/\${var.x}/${escaped}`, true, null],
      call: '${upper(var.x)}',
    });
  });
});
