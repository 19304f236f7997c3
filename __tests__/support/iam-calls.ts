import type { IamCall } from './replayed-account';

/* Calls as a log has them, and the documents in them, of the account 111122223333. */

export const policy = (name: string): string => `arn:aws:iam::111122223333:policy/${name}`;

const statement = (Effect: 'Allow' | 'Deny', actions: object, Resource: unknown = '*'): object => ({
  Effect,
  Resource,
  ...actions,
});
export const allow = (...Action: string[]): object => statement('Allow', { Action });
export const deny = (...Action: string[]): object => statement('Deny', { Action });
export const denyAllBut = (...NotAction: string[]): object => statement('Deny', { NotAction });
export const writeInto = (...names: string[]): object =>
  statement(
    'Allow',
    { Action: ['iam:PutRolePolicy'] },
    names.map((name) => `arn:aws:iam::111122223333:role/${name}`),
  );
const text = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const call = (action: string, parameters: IamCall['parameters']): IamCall => ({ action, parameters });
export const createPolicy = (PolicyName: string, ...statements: object[]): IamCall =>
  call('CreatePolicy', { PolicyName, Path: '/', PolicyDocument: text(...statements) });
export const updatePolicy = (name: string, ...statements: object[]): IamCall =>
  call('CreatePolicyVersion', {
    PolicyArn: policy(name),
    PolicyDocument: text(...statements),
    SetAsDefault: 'true',
  });
export const deletePolicy = (name: string): IamCall => call('DeletePolicy', { PolicyArn: policy(name) });
export const createRole = (RoleName: string, PermissionsBoundary?: string): IamCall =>
  call('CreateRole', { RoleName, ...(PermissionsBoundary !== undefined && { PermissionsBoundary }) });
export const deleteRole = (RoleName: string): IamCall => call('DeleteRole', { RoleName });
export const attach = (RoleName: string, name: string): IamCall =>
  call('AttachRolePolicy', { RoleName, PolicyArn: policy(name) });
export const detach = (RoleName: string, name: string): IamCall =>
  call('DetachRolePolicy', { RoleName, PolicyArn: policy(name) });
export const write = (RoleName: string, PolicyName = 'hostile', ...statements: object[]): IamCall =>
  call('PutRolePolicy', {
    RoleName,
    PolicyName,
    PolicyDocument: text(...(statements.length > 0 ? statements : [allow('*')])),
  });
export const clean = (RoleName: string, PolicyName = 'hostile'): IamCall =>
  call('DeleteRolePolicy', { RoleName, PolicyName });
export const setBoundary = (RoleName: string, PermissionsBoundary: string): IamCall =>
  call('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
export const dropBoundary = (RoleName: string): IamCall =>
  call('DeleteRolePermissionsBoundary', { RoleName });
