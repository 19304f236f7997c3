import { expect, test } from '@jest/globals';
import { stepsText } from '../../src/report/words';

test('steps name each actor once', () => {
  expect(stepsText(['Alphaus assumes A', 'A writes a document', 'A starts it'])).toBe(
    'Alphaus assumes A, then A writes a document, then starts it',
  );
});
