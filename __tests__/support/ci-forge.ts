import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';

/** A comment of a pull request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  /** Where it was sent. */
  readonly path?: string;
}

/** Of others, and of another workflow with the same token, which stay as they are. */
export const OF_OTHERS = [
  { id: 1, body: '<!-- octo-access -->\nmine', user: { login: 'mallory' }, author: { id: 7 } },
  { id: 2, body: 'coverage 93 %', user: { login: 'github-actions[bot]' }, author: { id: 42 } },
];

/** What GitLab sets in a job of a merge request, and the tokens of the example. */
export const GITLAB_RUNNER = {
  CI_NODE_TOTAL: '2',
  CI_PROJECT_DIR: '.',
  CI_JOB_ID: '1',
  CI_API_V4_URL: 'https://gitlab.example/api/v4',
  CI_PROJECT_ID: '5',
  CI_MERGE_REQUEST_IID: '9',
  OCTO_ID_TOKEN: 'token',
  OCTO_COMMENT_TOKEN: 'token',
};

/** What an uploaded file of findings says: place and kind of each. */
export function findings(folder: string): string[] {
  expect(existsSync(join(folder, 'octo.sarif'))).toBe(true);
  const { runs } = JSON.parse(readFileSync(join(folder, 'octo.sarif'), 'utf8')) as {
    runs: [
      {
        results: {
          ruleId: string;
          locations: [{ physicalLocation: { artifactLocation: { uri: string } } }];
        }[];
      },
    ];
  };
  return runs[0].results.map(
    ({ ruleId, locations: [{ physicalLocation }] }) => `${physicalLocation.artifactLocation.uri} ${ruleId}`,
  );
}
