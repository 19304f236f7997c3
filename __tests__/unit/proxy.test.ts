import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { proxyFor } from '../../src/aws/proxy';

const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
let before: NodeJS.ProcessEnv;

beforeEach(() => {
  before = { ...process.env };
  for (const name of NAMES) Reflect.deleteProperty(process.env, name);
});

afterEach(() => {
  for (const name of NAMES) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
});

describe('the proxy of an AWS client', () => {
  test('is none where none is named, or for the own machine', () => {
    expect(proxyFor(true, 'iam.amazonaws.com', 443)).toBeUndefined();
    process.env['HTTPS_PROXY'] = 'http://proxy.corp.example:3128';
    expect(proxyFor(true, '127.0.0.1', 4566)).toBeUndefined();
    expect(proxyFor(true, 'localhost', 443)).toBeUndefined();
    expect(proxyFor(false, 'iam.amazonaws.com', 80)).toBeUndefined();
  });

  test.each([
    ['http://proxy.corp.example:3128', 'http://proxy.corp.example:3128/'],
    ['proxy.corp.example:3128', 'http://proxy.corp.example:3128/'],
    ['https://user:p%23ss@proxy.corp.example', 'https://user:p%23ss@proxy.corp.example/'],
  ])('may be written %s', (value, url) => {
    process.env['https_proxy'] = value;
    expect(proxyFor(true, 'iam.amazonaws.com', 443)?.href).toBe(url);
  });

  test.each([
    ['*', false],
    ['iam.amazonaws.com', false],
    ['amazonaws.com', false],
    ['.amazonaws.com', false],
    ['*.amazonaws.com', false],
    ['corp.example, AMAZONAWS.COM', false],
    ['iam.amazonaws.com:443', false],
    ['iam.amazonaws.com:8443', true],
    ['mazonaws.com', true],
    ['.iam.amazonaws.com', true],
    ['10.0.0.0/8', true],
  ])('is kept from iam.amazonaws.com by NO_PROXY=%s: %s', (exempt, isUsed) => {
    process.env['HTTPS_PROXY'] = 'http://proxy.corp.example:3128';
    process.env['NO_PROXY'] = exempt;
    expect(proxyFor(true, 'iam.amazonaws.com', 443) !== undefined).toBe(isUsed);
  });

  test.each([
    ['10.0.0.0/8', false],
    ['10.1.2.3', false],
    ['192.168.0.0/16', true],
  ])('is kept from the address 10.1.2.3 by NO_PROXY=%s: %s', (exempt, isUsed) => {
    process.env['HTTPS_PROXY'] = 'http://proxy.corp.example:3128';
    process.env['NO_PROXY'] = exempt;
    expect(proxyFor(true, '10.1.2.3', 443) !== undefined).toBe(isUsed);
  });

  test.each(['http://[bad', 'socks5://proxy.corp.example', 'http://user:pa#ss@proxy:1'])(
    'fails by its variable where it is %s',
    (value) => {
      process.env['HTTPS_PROXY'] = value;
      expect(() => proxyFor(true, 'iam.amazonaws.com', 443)).toThrow(
        /^HTTPS_PROXY must be the address of an HTTP proxy/,
      );
    },
  );
});
