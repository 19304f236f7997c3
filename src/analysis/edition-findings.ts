import { RETURNS_CONTENT } from '../review/returns-content';
import type { AwsReference } from './aws-reference';
import { catalogueProblems } from './catalogue-problems';
import { expand } from './expand';
import { judgedInstallations, type Installation } from './installations';
import { unsettled } from './rules/unsettled';

/**
 * What is wrong with the roles by one edition of AWS's reference, a sentence for each: what the tests of the proof
 * find, too. Rules cannot decide about actions that AWS does not have, so they are asked once every row is right.
 *
 * @param content pattern -> what its actions return
 * @param installations those whose documents are judged
 */
export function editionFindings(
  reference: AwsReference,
  content: Readonly<Record<string, string>> = RETURNS_CONTENT,
  installations: readonly Installation[] = judgedInstallations(),
): string[] {
  const rows = [
    ...catalogueProblems(reference).map(
      ({ role, list, row, rule, message }) => `${role}, ${row} (${list}), ${rule}: ${message}`,
    ),
    ...Object.keys(content)
      .filter((pattern) => expand(pattern, reference.actions).length === 0)
      .map((pattern) => `the list of what returns content: ${pattern} stands for no action of AWS`),
  ];
  return rows.length > 0 ? rows : againstRules(reference, Object.keys(content), installations);
}

function againstRules(
  reference: AwsReference,
  content: readonly string[],
  installations: readonly Installation[],
): string[] {
  const sentences = installations.flatMap(({ roles, configuration }) =>
    unsettled(roles, configuration, { reference, content, vendorAccount: configuration.principal }),
  );
  // The same finding stands at fewer places where an input leaves a row out: role and id are its name.
  const byName = new Map(sentences.toReversed().map((sentence) => [nameOf(sentence), sentence]));
  return [...byName.values()].toReversed();
}

function nameOf(sentence: string): string {
  return sentence.split(' ', 2).join(' ');
}
