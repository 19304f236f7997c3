#!/usr/bin/env bash
# jest-light-runner 0.8.2: with one worker, which is what jest takes by default on a machine of two processors, and with two
# projects in jest's configuration, the run ends with status 1 and a TypeError after every test has passed. With one worker
# the runner works in jest's own thread, where all projects share one state; the first to end clears it, and the second
# reads it while it cleans up. The summary with the number of tests never comes.
#
# Seen: two projects of one passing test each: status 1 with `--maxWorkers 1`, "Cannot destructure property
# 'JEST_WORKER_ID' of 'projectState' as it is undefined"; status 0 with `--maxWorkers 2`, and with one of the projects alone.
#
# Fails if the run with one worker succeeds, or ends for another reason. Needs Node.js and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir one two
printf '{ "name": "two-projects", "private": true }\n' >package.json
npm install --silent --no-audit --no-fund jest@30.5.2 jest-light-runner@0.8.2 >/dev/null
for project in one two; do
  printf "test('adds', () => expect(1 + 1).toBe(2));\n" >"$project/$project.test.mjs"
done
cat >jest.config.mjs <<'CONFIG'
const project = (displayName) => ({
  displayName,
  runner: 'jest-light-runner',
  testMatch: [`<rootDir>/${displayName}/*.test.mjs`],
});
export default { projects: [project('one'), project('two')] };
CONFIG

status_of() {
  local status=0
  npx jest "$@" >output 2>&1 || status=$?
  echo "$status"
}

both=$(status_of --maxWorkers 2)
alone=$(status_of --maxWorkers 1 --selectProjects one)
here=$(status_of --maxWorkers 1)
passed=$(grep -c '^PASS' output || true)
echo "jest 30.5.2, jest-light-runner 0.8.2: status $both with two workers, $alone with one project, $here with one worker ($passed files passed)"
[ "$both" = 0 ] && [ "$alone" = 0 ] || { echo 'changed: the other runs fail too'; exit 1; }
if [ "$here" = 0 ] || [ "$passed" != 2 ] || ! grep -q "of 'projectState' as it is undefined" output; then
  echo 'changed: one worker ends otherwise now'
  exit 1
fi
