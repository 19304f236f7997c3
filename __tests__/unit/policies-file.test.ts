import { describe, expect, test } from '@jest/globals';
import { policiesFile } from '../../src/module/policies-file';

const PARTITION = '${data.aws_partition.current.partition}';

describe('policies in the native syntax', () => {
  test('are JSON texts, one local each, whose ARNs name partition and account in their place', () => {
    const statement = { Action: ['ec2:Get*'], Resource: `arn:${PARTITION}:s3:::x` };

    expect(policiesFile({ one: { Statement: [statement] }, two: { Statement: [] } })).toBe(`locals {
  one = <<-JSON
    {
      "Statement": [
        {
          "Action": [
            "ec2:Get*"
          ],
          "Resource": "arn:${PARTITION}:s3:::x"
        }
      ]
    }
  JSON

  two = <<-JSON
    {
      "Statement": []
    }
  JSON
}
`);
  });

  test('are joined from the texts of their parts, where a part depends on an input', () => {
    const parts = [
      { when: true, items: ['a', 'b'] },
      { when: '${(var.x == "y")}', items: [{ Resource: '${var.z}' }] },
    ];
    const Statement = '${flatten([for part in local.parts : part.items if part.when])}';

    expect(policiesFile({ one: { Version: '2012-10-17', Statement }, parts })).toBe(`locals {
  one = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [\${join(",", [for part in local.parts : part.items if part.when])}]
    }
  JSON

  parts = [
    {
      when  = true
      items = <<-JSON
        "a",
        "b"
      JSON
    },
    {
      when  = (var.x == "y")
      items = <<-JSON
        {
          "Resource": \${jsonencode(var.z)}
        }
      JSON
    },
  ]
}
`);
  });

  test.each([[[]], ['text'], ['${var.list}'], [{}]])('have no part whose items are %j', (items) => {
    expect(() => policiesFile({ parts: [{ when: true, items }] })).toThrow(
      `no items: ${JSON.stringify(items)}`,
    );
  });

  test.each(['text', '${var.x}${var.y}'])('have no part that depends on %j', (when) => {
    expect(() => policiesFile({ parts: [{ when, items: ['a'] }] })).toThrow(
      `no expression: ${JSON.stringify(when)}`,
    );
  });

  test('name a list of parts in one way only, as its items are texts', () => {
    const expression = 'concat([for part in local.parts : part.items if part.when]...)';

    expect(() => policiesFile({ one: { Statement: `\${${expression}}` } })).toThrow(
      `no list of parts: ${expression}`,
    );
  });

  test.each([
    ['a value that somebody gives', '${var.x}', '${jsonencode(var.x)}'],
    ['one within a text', 'a"${var.x}/b', '${jsonencode("a\\"${var.x}/b")}'],
    ['one beside a known one', `arn:${PARTITION}:\${var.x}`, `\${jsonencode("arn:${PARTITION}:\${var.x}")}`],
    ['an expression with braces and quotes', '${f({a = "}"})}', '${jsonencode(f({a = "}"}))}'],
    ['a variable of IAM', '$${aws:PrincipalTag/x}', '"$${aws:PrincipalTag/x}"'],
    ['quotes, backslashes and marks', 'a"b\\c@0', '"a\\"b\\\\c@0"'],
    ['a text like a mark', '@0', '"@0"'],
    ['an empty text', '', '""'],
  ])('have %s encoded, so that no value breaks out of its text', (_kind, value, printed) => {
    expect(policiesFile({ x: [value] })).toContain(`    [\n      ${printed}\n    ]\n`);
  });
});
