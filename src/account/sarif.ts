import { createHash } from 'node:crypto';
import { shortList } from '../text/short-list';
import { KINDS } from './difference';
import type { VerifyReport } from './verify-report';

/** So many rights a message names: a role that is missing has hundreds. */
const NAMED = 20;

/** The rule of accounts that could not be read. */
const UNREAD = 'account_unread';

/**
 * A report in SARIF 2.1.0, as code scanning takes it: a result for each difference, at the account's roles, and one for each account that
 * could not be read: without any, code scanning would take what it was told of the account before for mended.
 * Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
 *
 * @param file the fleet file, relative to the repository; undefined if there was none
 * @param version of this package
 */
export function sarif(
  { accounts, left_out: leftOut = [] }: VerifyReport,
  file: string | undefined,
  version: string,
): object {
  const location = (account: string, role: string): object => ({
    ...(file !== undefined && {
      physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region: { startLine: 1 } },
    }),
    logicalLocations: [{ fullyQualifiedName: `arn:aws:iam::${account}:role/${role}`, kind: 'resource' }],
  });
  const differences = accounts.flatMap(({ id = '', differences: found }) =>
    found.map(({ role, kind, message, subject = '', more = [], fewer = [] }) => ({
      ruleId: kind,
      level: 'error',
      message: {
        text: [
          `${role} in account ${id} ${message}.`,
          ...(more.length > 0 ? [`More than expected: ${shortList(more, NAMED, '; ')}.`] : []),
          ...(fewer.length > 0 ? [`Less than expected: ${shortList(fewer, NAMED, '; ')}.`] : []),
        ].join(' '),
      },
      locations: [location(id, role)],
      partialFingerprints: fingerprints([id, role, kind, subject, ...more, '', ...fewer]),
    })),
  );
  // An account may differ where it was read, and be unread elsewhere.
  const notWhole = accounts.filter(({ reason }) => reason !== undefined);
  const unread = notWhole.map(({ id = '', name, reason = '' }) => ({
    ruleId: UNREAD,
    level: 'error',
    message: {
      text: `${name} could not be read, or not whole, so what was found in it before may still be there: ${reason}`,
    },
    locations: [location(id, '*')],
    partialFingerprints: fingerprints([id, name, UNREAD]),
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'octo-access',
            version,
            rules: Object.entries({ ...KINDS, [UNREAD]: 'An account could not be read.' }).map(
              ([id, text]) => ({ id, shortDescription: { text } }),
            ),
          },
        },
        invocations: [
          {
            executionSuccessful: notWhole.length === 0,
            toolExecutionNotifications: [
              ...notWhole.map(({ name, reason = '' }) => ({
                level: 'error',
                message: { text: `${name}: ${reason}` },
              })),
              ...leftOut.map((text) => ({ level: 'warning', message: { text } })),
            ],
          },
        ],
        results: [...differences, ...unread],
      },
    ],
  };
}

/**
 * Tells results apart, whose place is the same line of the same file: one that got worse is another one. Code scanning of GitHub reads the
 * first name only, and calculates it from that line where it is absent.
 */
function fingerprints(parts: readonly string[]): object {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  return { primaryLocationLineHash: `${hash}:1`, 'octoAccessDifference/v1': hash };
}
