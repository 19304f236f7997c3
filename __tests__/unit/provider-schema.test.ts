import { describe, expect, test } from '@jest/globals';
import { onlyTypes } from '../../dev/provider/provider-schema';

/** A field with a length, of up to 127 bytes. */
const field = (number: number, content: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, Buffer.byteLength(content)]), Buffer.from(content)]);
const entry = (number: number, type: string): Buffer =>
  field(number, Buffer.concat([field(1, type), field(2, `schema of ${type}`)]));
/** An answer of gRPC: not compressed, then the length. */
const answer = (...fields: Buffer[]): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(Buffer.concat(fields).length, 1);
  return Buffer.concat([head, ...fields]);
};

describe('onlyTypes', () => {
  const provider = field(1, 'schema of the provider');
  const role = entry(2, 'aws_iam_role');
  const partition = entry(3, 'aws_partition');

  test('leaves out resources, data sources and ephemeral resources of other types, and nothing else', () => {
    const others = [entry(2, 'aws_instance'), entry(3, 'aws_ami'), entry(8, 'aws_lambda_invocation')];
    const all = answer(provider, role, ...others, partition, field(7, 'aws_ami'));
    expect(onlyTypes(all, /^aws_(iam_|partition$)/)).toEqual(
      answer(provider, role, partition, field(7, 'aws_ami')),
    );
  });

  test('fails where the answer has another length than it says', () => {
    const whole = answer(provider, role);
    expect(() => onlyTypes(whole.subarray(0, -1), /./)).toThrow(`ended after ${whole.length - 1} bytes`);
    expect(() => onlyTypes(Buffer.alloc(0), /./)).toThrow('ended after 0 bytes');
  });

  test('fails where a field ends beyond its message', () => {
    const cut = answer(Buffer.from([(2 << 3) | 2, 9, 0]));
    expect(() => onlyTypes(cut, /./)).toThrow('a field at byte 0 ends beyond its message');
  });
});
