import { describe, expect, test } from '@jest/globals';
import { templateYaml } from '../../src/cloudformation/template-yaml';
import { parseTemplate } from '../support/cloudformation';

describe('a template as YAML', () => {
  test('writes texts that YAML would take for something else in quotes', () => {
    const texts = [
      'true',
      'No',
      '2012-10-17',
      '1e3',
      '',
      ' a',
      'a: b',
      'a #b',
      "it's",
      '*',
      '{a',
      'a\nb',
      'null',
      '0x1',
      '!Ref x',
      'a,b',
      '-',
      'ü',
      'a\\b',
      "it's \\d",
      '"quoted"',
    ];
    const data = {
      Parameters: Object.fromEntries(
        texts.map((value, index) => [`P${index}`, { Default: value, List: [value] }]),
      ),
    };
    expect(parseTemplate(templateYaml(data, 'x'))).toEqual(data);
  });

  test('writes what is empty as what it is', () => {
    const statement = { Sid: 'One', Effect: 'Allow' };
    const data = { A: {}, B: [], C: { 'Fn::If': ['X', [], [statement]] }, D: [{ E: {} }, []] };
    expect(parseTemplate(templateYaml(data, 'x'))).toEqual(data);
  });
});
