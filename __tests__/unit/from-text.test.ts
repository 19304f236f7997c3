import { expect, test } from '@jest/globals';
import { inputFromText } from '../../src/inputs/from-text';
import { inputSpec, type InputName } from '../../src/inputs/inputs';

test.each([
  ['principal', '444455556666', '444455556666'],
  ['max_session_duration', '3600', 3600],
  ['max_session_duration', '0x10', '0x10'],
  ['allow_self_update', 'true', true],
  ['allow_self_update', 'false', false],
  ['allow_self_update', 'yes', 'yes'],
  ['roles', 'AlphausAcctAccessRole,OctoSSMUpdaterRole', ['AlphausAcctAccessRole', 'OctoSSMUpdaterRole']],
  ['vetted_runbooks', '', []],
  ['tags', '{"a":"b"}', { a: 'b' }],
  ['tags', 'a=b', 'a=b'],
  ['role_tags', '{"AlphausAcctAccessRole":{"a":"b"}}', { AlphausAcctAccessRole: { a: 'b' } }],
] as const)('%s of the command line is read as its type: %s', (name, text, expected) => {
  expect(inputFromText(inputSpec(name satisfies InputName), text)).toEqual(expected);
});
