import { describe, expect, test } from '@jest/globals';
import { policiesFile } from '../../src/module/policies-file';

const PARTITION = '${data.aws_partition.current.partition}';

describe('policies in the native syntax', () => {
  test('are JSON texts, one local each, whose ARNs name partition and account in their place', () => {
    const statement = { Action: ['ec2:Get*'], Resource: `arn:${PARTITION}:s3:::x` };

    expect(policiesFile({ one: { Statement: [statement] }, two: [true] })).toBe(`locals {
  one = jsondecode(<<-JSON
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
  )

  two = jsondecode(<<-JSON
    [
      true
    ]
  JSON
  )
}
`);
  });

  test('are put together from parts without a way through JSON', () => {
    expect(policiesFile({ one: { Version: '2012-10-17', Statement: '${flatten(local.parts)}' } }))
      .toBe(`locals {
  one = {
    Version   = "2012-10-17"
    Statement = flatten(local.parts)
  }
}
`);
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
