import { AdoptError } from '../account/adopt/earlier-state';
import { awsErrorInWords, CANNOT_ASSUME, type Cause } from '../aws/aws-error';
import type { ErrorInWords } from '../names/error-in-words';

/** An error of an adoption in words: one of AWS's with what this command needs. */
export function adoptErrorInWords(error: unknown): ErrorInWords {
  return error instanceof AdoptError ? error : awsErrorInWords(error, CAUSES);
}

const CAUSES: readonly Cause[] = [
  [
    /Cannot find (?:module|package) '@aws-sdk\/client-/,
    'taking over roles needs packages that are not installed: run npm install @aws-sdk/client-iam @aws-sdk/client-sts @aws-sdk/client-cloudformation',
  ],
  CANNOT_ASSUME,
  [
    /AccessDenied/,
    'these credentials lack a right that the error names: docs/adopting.md lists all that this command calls',
  ],
];
