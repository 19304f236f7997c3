import type { Configuration } from '../inputs/inputs';
import { APPROVAL_TAG } from '../names/policies';
import { printable } from '../text/printable';
import type { Difference } from './difference';
import { DOCUMENT_TYPES, type DocumentType, type ObservedDocument } from './observed';

/** The value that lets Octo start a document. */
const STARTS = 'true';

/** Values that freeze a document, and say so. Every other value freezes it, too. */
const FREEZES = ['review', 'frozen'];

const WORDS: Readonly<Record<DocumentType, string>> = {
  'Automation.ChangeTemplate': 'change template',
  Automation: 'runbook',
};

/** Types of documents whose tag decides what Octo may start, by these inputs. */
export function approvedTypes({ roles, changeRequests, directAutomation }: Configuration): DocumentType[] {
  if (!roles.includes('OctoSSMUpdaterRole')) return [];
  return [
    ...(changeRequests === 'approved' ? [DOCUMENT_TYPES.changeTemplate] : []),
    ...(directAutomation === 'approved' ? [DOCUMENT_TYPES.runbook] : []),
  ];
}

/** What the approval tags of documents do other than it seems. */
export function approvalDifferences(documents: readonly ObservedDocument[]): Difference[] {
  return documents.flatMap((document) => {
    // Conditions ignore the case of a tag key when they look a tag up.
    const [tag, ...others] = Object.entries(document.tags).filter(
      ([key]) => key.toLowerCase() === APPROVAL_TAG.toLowerCase(),
    );
    const where = `has no approval for the ${WORDS[document.type]} ${document.name} in ${document.region}`;
    if (tag === undefined) {
      if (document.type !== DOCUMENT_TYPES.changeTemplate || !document.reviewed) return [];
      const why = `Change Manager approved it, but it does not carry the tag ${APPROVAL_TAG}=${STARTS}, so Octo can request no change by it`;
      return [difference(document, 'approval_missing', `${where}: ${why}`)];
    }
    if (others.length > 0) {
      const spelt = [tag, ...others].map(([key, value]) => `${key}=${value}`).join(' and ');
      const why = `it carries ${spelt}, of which AWS may take either: keep ${APPROVAL_TAG} alone`;
      return [difference(document, 'approval_value', `${where}: ${why}`)];
    }
    const [, value] = tag;
    if (value === STARTS || FREEZES.includes(value)) return [];
    const why = `its tag ${APPROVAL_TAG} has the value "${value}", which only freezes it; "${STARTS}" lets Octo start it, and ${FREEZES.map((one) => `"${one}"`).join(' or ')} says that it must not`;
    return [difference(document, 'approval_value', `${where}: ${why}`)];
  });
}

function difference(
  { region, name }: ObservedDocument,
  kind: Difference['kind'],
  message: string,
): Difference {
  return {
    role: 'OctoSSMUpdaterRole',
    kind,
    message: printable(message),
    subject: printable(`${region}/${name}`),
  };
}
