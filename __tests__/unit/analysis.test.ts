import { describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { analysisOf } from '../support/reference';

const analysis = analysisOf({
  'ec2:DescribeInstances': 'List',
  'ec2:RunInstances': 'Write',
  's3:GetObject': 'Read',
  's3:ListBucket': 'List',
});

describe('an analysis', () => {
  test.each<[pattern: string, actions: string[]]>([
    ['ec2:*Instances', ['ec2:DescribeInstances', 'ec2:RunInstances']],
    ['EC2:describe*', ['ec2:DescribeInstances']],
    ['EC2:runinstances', ['ec2:RunInstances']],
    ['ec2:Run', []],
    // The sign of the unit kelvin becomes a small k, and is none.
    ['s3:ListBuc\u212Aet', []],
    ['*', ['ec2:DescribeInstances', 'ec2:RunInstances', 's3:GetObject', 's3:ListBucket']],
    ['s3:Put*', []],
    // IAM refuses them.
    ['*:GetObject', []],
    ['s*', []],
  ])('expands %s as AWS does', (pattern, actions) => {
    expect(analysis.expand(pattern)).toEqual(actions);
  });

  test('knows where the actions stand that a pattern matches, wherever its wildcards are', () => {
    expect(analysis.placesOf('s?:*')).toEqual([2, 3]);
    expect(analysis.placesOf('*Instances')).toEqual([0, 1]);
  });

  test('fails on a pattern that stands for nothing, where it has to', () => {
    expect(() => analysis.expandKnown('s3:Gte*')).toThrow('"s3:Gte*" matches no AWS action');
  });

  test('answers a question once, by what it says, and each kind of question by itself', () => {
    const asked: string[] = [];
    const length = ({ text }: { text: string }): number => asked.push(text) && text.length;
    const first = ({ text }: { text: string }, { names }: Analysis): string => text + (names[0] ?? '');
    expect([analysis.once(length, { text: 'one' }), analysis.once(length, { text: 'one' })]).toEqual([3, 3]);
    expect(analysis.once(length, { text: 'three' })).toBe(5);
    expect(analysis.once(first, { text: 'one' })).toBe('oneec2:DescribeInstances');
    expect(asked).toEqual(['one', 'three']);
  });
});
