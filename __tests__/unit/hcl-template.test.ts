import { expect, test } from '@jest/globals';
import { templateParts } from '../../src/module/hcl-template';

test.each([
  ['text', [['text']]],
  ['${var.x}', [['var.x', 'expression']]],
  ['a ${f("}", {k = 1})} b', [['a '], ['f("}", {k = 1})', 'expression'], [' b']]],
  ['$${not} ${var.x}', [['$${not} '], ['var.x', 'expression']]],
  ['', []],
])('the template %j is in pieces', (template, pieces) => {
  expect(templateParts(template)).toEqual(
    pieces.map(([text, expression]) => ({ text, expression: expression !== undefined })),
  );
});
