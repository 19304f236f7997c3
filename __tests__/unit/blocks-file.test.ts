import { parse } from '@cdktf/hcl2json';
import { describe, expect, test } from '@jest/globals';
import { blocksFile } from '../../src/module/blocks-file';

const ROLE = {
  type: 'resource',
  labels: ['aws_iam_role', 'one'],
  body: {
    assume_role_policy: '${local.trust}',
    count: '${(contains(var.roles, "One") ? 1 : 0)}',
    depends_on: ['terraform_data.checks', 'var.tags'],
    lifecycle: {
      ignore_changes: ['description'],
      precondition: [{ condition: '${var.on}', error_message: 'off, got ${jsonencode(var.on)}.' }],
    },
    max_session_duration: 3600,
    name: 'One',
    tags: { owner: '${var.owner}', team: 'a "b"\n$${c}' },
  },
};

describe('blocks in the native syntax', () => {
  test('are formatted as Terraform does it, in the order of its style guide', () => {
    expect(blocksFile([{ type: 'data', labels: ['aws_partition', 'current'], body: {} }, ROLE]))
      .toBe(`data "aws_partition" "current" {}

resource "aws_iam_role" "one" {
  count = (contains(var.roles, "One") ? 1 : 0)

  assume_role_policy   = local.trust
  max_session_duration = 3600
  name                 = "One"

  tags = {
    owner = var.owner
    team  = "a \\"b\\"\\n$\${c}"
  }

  lifecycle {
    ignore_changes = [description]

    precondition {
      condition     = var.on
      error_message = "off, got \${jsonencode(var.on)}."
    }
  }

  depends_on = [
    terraform_data.checks,
    var.tags,
  ]
}
`);
  });

  test('hold what the JSON syntax held', async () => {
    const { depends_on: references, lifecycle, tags, ...body } = ROLE.body;
    const parsed = await parse('main.tf', blocksFile([ROLE]));

    expect(parsed).toEqual({
      resource: {
        aws_iam_role: {
          one: [
            {
              ...body,
              depends_on: references.map((reference) => `\${${reference}}`),
              lifecycle: [{ ...lifecycle, ignore_changes: ['${description}'] }],
              tags: { ...tags, team: expect.stringContaining('a "b"') },
            },
          ],
        },
      },
    });
  });

  test('quote a key that is no name, and take nothing in a value for a block', async () => {
    const tags = { 'dp:exclude:identity': 'true', lifecycle: 'temp', depends_on: 'no', none: {} };
    const [one] = (
      (await parse('main.tf', blocksFile([{ type: 'locals', labels: [], body: { tags } }]))) as {
        locals: [object];
      }
    ).locals;

    expect(one).toEqual({ tags });
  });

  test.each([
    [{ ignore_changes: 'all' }, 'no list of references: ignore_changes = "all"'],
    [{ postcondition: [{}] }, 'no argument: postcondition'],
    [{ provider: 'aws.other' }, 'no argument: provider'],
    [{ items: [{ a: 1 }] }, 'no list of texts: [{"a":1}]'],
    [{ text: '%{ if true }x%{ endif }' }, 'no directive: "%{ if true }x%{ endif }"'],
  ])('fail for %j, which they could not hold', (body, message) => {
    expect(() => blocksFile([{ type: 'resource', labels: ['a', 'b'], body }])).toThrow(message);
  });

  test('have one item a line where a list is long, and align only what stands in one line', () => {
    const long = [
      '${aws_iam_role.first[*].arn}',
      '${aws_iam_role.second[*].arn}',
      '${aws_iam_role.third[*].arn}',
    ];
    const body = { arns: { short: [], longer: '${var.x}', list: long, last: null } };

    expect(blocksFile([{ type: 'locals', labels: [], body }])).toBe(`locals {
  arns = {
    short  = []
    longer = var.x
    list = [
      aws_iam_role.first[*].arn,
      aws_iam_role.second[*].arn,
      aws_iam_role.third[*].arn,
    ]
    last = null
  }
}
`);
  });
});
