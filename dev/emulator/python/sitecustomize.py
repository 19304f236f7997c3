"""Python runs this when it starts the emulator, see emulator.ts.

Moto reads all of AWS's managed policies, about 1,400, for every account: two seconds each time. Here it has those alone
that OCTO_MANAGED_POLICIES names.
"""

import json
import os
import traceback

try:
    from moto.iam import models

    names = os.environ["OCTO_MANAGED_POLICIES"].split(",")
    policies = json.loads(models.aws_managed_policies_data)
    models.aws_managed_policies_data = json.dumps({name: policies[name] for name in names})
except Exception:
    # Python itself would print this and go on, with all policies.
    traceback.print_exc()
    os._exit(1)
