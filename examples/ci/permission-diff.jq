# What a deployment would change, as Markdown, from the list of `octo-access fleet list --json` and any number of reports of
# `octo-access verify --json` and `octo-access fleet plan --json`: jq --slurp --raw-output --from-file permission-diff.jq FILE…

# verify says what AWS has beyond the fleet file, and what it lacks: a deployment takes the one away and adds the other.
def grants: [((.fewer // [])[] | "+ " + .), ((.more // [])[] | "- " + .)];

# What a deployment leaves as it is has no change.
def changes: [.differences[] | select(.change)];

def told:
  "- **\(.role)** \(.change)"
  + (grants | if . == [] then "" else "\n  ```diff\n" + (map("  " + .) | join("\n")) + "\n  ```" end);

def counted: if . == 1 then "1 account" else "\(.) accounts" end;

def names: map(.name) | sort | join(", ");

# The accounts that no report names.
def beyond($reported): map(select(.id as $id | any($reported[]; .id == $id) | not));

[.[] | select(has("error")) | .error.message] as $errors
| [.[] | select(has("accounts") and has("ok") and (has("action") | not)) | .accounts[]] as $verified
| [.[] | select(.action == "plan") | .accounts[]] as $planned
# All that there are: the list alone has neither "ok" nor "action".
| [.[] | select(has("accounts") and (has("ok") or has("action") | not)) | .accounts[]] as $listed
# What verify never looks at, such as the accounts of a StackSet.
| ([.[] | select(has("ok")) | (.left_out // [])[]] | unique) as $left
| ($verified | map(select(.status == "unknown"))) as $unknown
| ($planned | map(select(.differs))) as $changed
| ($planned | map(select(.status != "done"))) as $failed
# A job that ended before it wrote its report leaves none.
| ($listed | map(select(.id != "organization")) | beyond($verified)) as $unseen
| ($listed | beyond($planned)) as $unplanned
| ($verified | map(select(changes != []))) as $changing
| [
    # By this line the next run finds its comment.
    "<!-- octo-access -->\n### What this change does to the permissions of Octo",
    # First, so that no cut hides it.
    if $unseen == [] then empty else "Not looked at: \($unseen | names)." end,
    if $unplanned == [] then empty else "Not planned: \($unplanned | names)." end,
    if $listed == [] then "The list of accounts is missing, so some may be missing here." else empty end,
    (
      $changing | group_by(changes)[]
      | "In \(length | counted): \(names)\n\n" + (.[0] | changes | map(told) | join("\n"))
    ),
    if $changing == [] and $unknown + $errors + $failed + $unseen + $unplanned == [] and $listed != [] then "No permission changes, in \($verified | length | counted)." else empty end,
    ($unknown[] | "Could not be read: \(.name): \(.reason)"),
    $left[],
    ($failed[] | "The plan failed: \(.name)"),
    ($errors[] | "Failed: \(.)"),
    "Terraform would change \($changed | length | counted) of \($planned | length)"
    + (if $changed == [] then "." else ": \($changed | names)." end),
    if $changing == [] then empty else "`+` will be granted or denied after the deployment, and is not now; `-` is now, and will not be then." end
  ]
| join("\n\n")
# A comment holds 65,536 characters.
| if length > 60000 then
    (.[0:60000] | sub("\n[^\n]*$"; ""))
    # An odd number of fences: the cut is within one.
    | . + (if [scan("```")] | length % 2 == 1 then "\n  ```" else "" end)
    + "\n\nCut off here: the job's log and artifacts hold all of it."
  else . end
