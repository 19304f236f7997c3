import { describe, expect, test } from '@jest/globals';
import { CloudFormationScope } from '../../src/cloudformation/template-scope';
import type { Part } from '../../src/policy/scope';

describe('conditions of the template', () => {
  test('name each condition once that they are made of', () => {
    const scope = new CloudFormationScope();
    const names = [scope.is('AllowSelfUpdate', 'true'), scope.is('PermissionsBoundaryArn', '')];
    expect(scope.all([...names, 'NoOwnBoundary'])).toBe(scope.all(names));
    expect(scope.all(['NoOwnBoundary', 'NoOwnBoundary'])).toBe('NoOwnBoundary');
  });

  test('are those that it names, and all that these are made of', () => {
    const scope = new CloudFormationScope();
    const self = scope.is('AllowSelfUpdate', 'true');
    const inner = scope.all([self, scope.is('PermissionsBoundaryArn', '')]);
    const outer = scope.all([inner, scope.is('AllowStackUpdate', 'true')]);
    scope.is('CostExplorerAccess', 'full');
    const part = { Description: 'CostExplorerAccessFull', List: [{ 'Fn::If': [outer, 'a', 'b'] }] };
    expect(Object.keys(scope.conditionsOf(part)).sort()).toEqual(
      [self, 'NoOwnBoundary', inner, 'StackUpdate', outer].sort(),
    );
    expect(Object.keys(scope.conditionsOf({ Condition: self }))).toEqual([self]);
    expect(() => scope.conditionsOf({ Condition: 'Unknown' })).toThrow('no condition is named Unknown');
  });

  test('choose between what is there for the one value of a parameter and for the other', () => {
    const scope = new CloudFormationScope();
    const [full, reads] = [
      scope.is('CostExplorerAccess', 'full'),
      scope.is('CostExplorerAccess', 'read-only'),
    ];
    const when = (condition: string, ...items: string[]): Part => ({
      items,
      when: { expression: condition },
    });
    const nothing = { Ref: 'AWS::NoValue' };
    expect(scope.concat([when(full, 'a'), when(reads, 'b', 'c'), { items: ['d'] }, when(full, 'e')])).toEqual(
      [
        { 'Fn::If': [full, 'a', 'b'] },
        { 'Fn::If': [full, nothing, 'c'] },
        'd',
        { 'Fn::If': [full, 'e', nothing] },
      ],
    );
    const both = (condition: string): string =>
      scope.all([condition, scope.is('PermissionsBoundaryArn', '')]);
    expect(scope.concat([when(both(full), 'a', 'e'), when(both(reads), 'b')])).toEqual([
      { 'Fn::If': ['NoOwnBoundary', { 'Fn::If': [full, 'a', 'b'] }, nothing] },
      { 'Fn::If': ['NoOwnBoundary', { 'Fn::If': [full, 'e', nothing] }, nothing] },
    ]);
    expect(scope.concat([when(full, 'a'), { items: ['d'] }, when(reads, 'b')])).toEqual([
      { 'Fn::If': [full, 'a', nothing] },
      'd',
      { 'Fn::If': [reads, 'b', nothing] },
    ]);
  });
});
