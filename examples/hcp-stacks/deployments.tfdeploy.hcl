identity_token "aws" {
  audience = ["aws.workload.identity"]
}

locals {
  # Both from Octo's onboarding page.
  principal   = "444455556666"
  external_id = "octo-ext-7f3c2a1b9d"

  read_only = ["OctoRecommendationSearcherRole", "AlphausAcctAccessRole"]
}

# A deployment has a state and approvals of its own. A Stack takes at most 20, so an account is an entry of one of
# them, not a deployment.
deployment "production" {
  inputs = {
    principal      = local.principal
    external_id    = local.external_id
    identity_token = identity_token.aws.jwt

    accounts = {
      shop    = { id = "111122223333", roles = local.read_only }
      billing = { id = "222233334444" }
    }
  }
}

deployment "development" {
  inputs = {
    principal      = local.principal
    external_id    = local.external_id
    identity_token = identity_token.aws.jwt

    accounts = {
      sandbox = { id = "333344445555" }
      # Step one of two: the roles go with the next apply. Step two: the entry goes, and with it its provider.
      old-sandbox = { id = "555566667777", removing = true }
    }
  }
}
