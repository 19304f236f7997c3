import { readAccountCsv } from './account-csv';
import { readAccountJson } from './account-json';
import type { AccountList } from './candidates';

/** How JSON begins, and YAML: with a key in the first line, and no delimiter that would make it one of column names. */
const STRUCTURED =
  /^\ufeff?\s*(?:(?:#(?!TYPE)|%)[^\n]*\n\s*)*(?:[[{]|---\s|- |["']?\w+["']?:[ \r]*\n|["']?\w+["']?: [^,;\t\n]*(?:\n|$))/;

/**
 * Reads a list of accounts in any of the forms that usual tools write: CSV, JSON, YAML, or ids alone.
 *
 * @param fileName name of the file in errors
 * @throws FleetFileError naming everything that is wrong with it, and where
 */
export function readAccountList(text: string, fileName: string): AccountList {
  return STRUCTURED.test(text) ? readAccountJson(text, fileName) : readAccountCsv(text, fileName);
}
