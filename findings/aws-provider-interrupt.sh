#!/usr/bin/env bash
# AWS provider 5.100.0: at the first Ctrl-C, Terraform says that it is gracefully shutting down, and its documentation that it
# waits for the operations at work. The provider cuts off the calls that it is making. So a role that AWS was just creating is
# created, and not in the state; the next apply fails with EntityAlreadyExists.
#
# Seen: CreateRole is cut off at once with "context canceled", and the state has no role. Expected: the apply waits for the
# answer, and the role is in the state.
#
# Fails if that changes. Needs Terraform, the provider (from the registry or a mirror) and Python 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
cat >server.py <<'PYTHON'
import http.server, time

class Iam(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "Action=CreateRole&" in body:
            open("asked", "w").close()
            time.sleep(10)
            open("created", "w").close()
        self.send_response(500)
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Iam)
open("port", "w").write(str(server.server_port))
server.serve_forever()
PYTHON
python3 server.py &
server=$!
until [ -s port ]; do sleep 0.1; done
cat >main.tf <<TERRAFORM
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "made-up"
  secret_key                  = "made-up"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  endpoints { iam = "http://127.0.0.1:$(cat port)" }
}
resource "aws_iam_role" "seen" {
  name               = "seen"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
TERRAFORM
terraform init -input=false -no-color >/dev/null
set -m
terraform apply -auto-approve -input=false -no-color >output 2>&1 &
apply=$!
set +m
until [ -e asked ]; do sleep 0.1; done
kill -INT -- "-$apply"
wait "$apply" || true
if [ -e created ]; then
  echo "changed: the apply waited for CreateRole"
  exit 1
fi
grep -E 'Gracefully|context canceled' output
[ -z "$(terraform state list 2>/dev/null)" ] || { echo "changed: the role is in the state"; exit 1; }
until [ -e created ]; do sleep 0.1; done
echo "CreateRole was carried out after Terraform had ended, and the state has no role"
