import { installations, judgedInstallations, type Installation } from '../../src/analysis/installations';

const known = new Map<string, readonly Installation[]>();

/** `installations()`, which all files of tests in one process share: the analysis knows documents that it has seen before. */
export function everyInstallation(partition: string): readonly Installation[] {
  return once(partition, () => installations(partition));
}

/** `judgedInstallations()`, the same way. */
export function everyJudgedInstallation(): readonly Installation[] {
  return once('judged', () => judgedInstallations(everyInstallation('aws')));
}

function once(name: string, make: () => readonly Installation[]): readonly Installation[] {
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
}
