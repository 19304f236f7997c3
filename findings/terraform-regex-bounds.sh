#!/usr/bin/env bash
# Terraform 1.11.4: regex() compiles its pattern anew at every call, and a bound behind a class of Unicode letters makes that
# take milliseconds: `[\p{L}]{0,256}` is compiled into 256 copies of a class of hundreds of ranges. Where a module checks the
# tags of its callers so, as AWS documents their characters and lengths, some hundred tags take many seconds of every plan.
#
# Seen: 250 texts of one letter take 3.7 s with `^[\p{L}\p{N}]{0,256}$`, and 0.1 s with `^[\p{L}\p{N}]*$` and the number
# of characters asked by itself. Expected: about the same.
#
# Fails if the first takes less than five times as long. Needs a Terraform 1.11.4 on PATH, or Go and a module proxy.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
version() { "$1" version -json 2>/dev/null | grep -o '"terraform_version": *"[^"]*"' | cut -d'"' -f4; }
terraform=$(command -v terraform || true)
if [ -z "$terraform" ] || [ "$(version "$terraform")" != 1.11.4 ]; then
  GOPATH="$folder/go" GOBIN="$folder" GOFLAGS=-mod=mod go install github.com/hashicorp/terraform@v1.11.4
  terraform="$folder/terraform"
fi
cd "$folder"
export HOME="$folder" CHECKPOINT_DISABLE=1
unset TF_CLI_CONFIG_FILE

# Milliseconds that Terraform takes for a condition on 250 texts.
taken() {
  local begun ended
  begun=$(date +%s%N)
  printf 'alltrue([for n in range(250) : %s])\n' "$1" | "$terraform" console >answer
  ended=$(date +%s%N)
  [ "$(cat answer)" = true ] || { echo "answered: $(cat answer)" >&2; exit 1; }
  echo $(((ended - begun) / 1000000))
}

bound=$(taken 'can(regex("^[\\p{L}\\p{N}]{0,256}$", "x"))')
plain=$(taken 'can(regex("^[\\p{L}\\p{N}]*$", "x")) && length(split("", "x")) <= 256')
echo "Terraform $(version "$terraform"), 250 texts: $bound ms with the bound in the pattern, $plain ms without"
[ "$bound" -ge $((5 * plain)) ] || { echo 'changed: the bound costs little now'; exit 1; }
