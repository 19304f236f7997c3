import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { awsErrorInWords } from '../../src/aws/aws-error';

describe('an error of an AWS client in words', () => {
  let profile: string | undefined;
  beforeEach(() => {
    profile = process.env['AWS_PROFILE'];
    delete process.env['AWS_PROFILE'];
  });
  afterEach(() => {
    delete process.env['AWS_PROFILE'];
    if (profile !== undefined) process.env['AWS_PROFILE'] = profile;
  });
  const named = (name: string, message = 'x', more: object = {}): Error =>
    Object.assign(new Error(message), { name }, more);

  test.each<[unknown, RegExp]>([
    [named('ExpiredTokenException'), /^the AWS credentials have expired: .* \(ExpiredTokenException: x\)$/],
    [
      named('Error', 'getaddrinfo', { code: 'ENOTFOUND', hostname: 'sts.x' }),
      /^AWS cannot be reached: .*ENOTFOUND: sts\.x/,
    ],
    [
      named('Error', 'self-signed certificate'),
      /^the certificate of the other side is signed by no authority/,
    ],
    [named('X', 'no', { $metadata: { httpStatusCode: 407 } }), /^the proxy wants a user and a password/],
    [named('X', 'no', { $metadata: { httpStatusCode: 503 } }), /^AWS failed: try again/],
    [named('Error', 'Region is missing'), /^found no Region: set AWS_REGION or AWS_DEFAULT_REGION, or /],
    [named('ThrottlingException'), /^AWS takes no more calls now/],
    [named('CredentialsProviderError'), /^found no AWS credentials: set AWS_PROFILE/],
    [named('SomethingNew', 'first\nsecond'), /^AWS could not be asked: .* \(SomethingNew: first\)$/],
    [undefined, /^AWS could not be asked/],
  ])('names cause and remedy: %s', (error, expected) => {
    expect(awsErrorInWords(error).message).toMatch(expected);
  });

  test('knows whether a profile is set, and takes the words of the command first', () => {
    process.env['AWS_PROFILE'] = 'x';
    expect(awsErrorInWords(named('CredentialsProviderError')).message).toMatch(
      /^AWS_PROFILE names a profile/,
    );
    const error = named('ExpiredToken');
    const ours = awsErrorInWords(error, [[/^Expired/, 'ours']]);
    expect([ours.message, ours.cause]).toEqual(['ours (ExpiredToken: x)', error]);
    expect(awsErrorInWords(error, [[/^Expired(\w+)/, 'a $1 of ours']]).message).toMatch(/^a Token of ours/);
  });
});
