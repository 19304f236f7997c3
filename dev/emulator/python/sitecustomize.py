"""Python runs this when it starts the emulator, see emulator.ts.

Moto reads all of AWS's managed policies, about 1,400, for every account: two seconds each time. Here it has those alone
that OCTO_MANAGED_POLICIES names. Of UpdateRole without a description it deletes the description, which AWS keeps.
"""

import json
import os
import traceback

try:
    from moto.iam import models

    names = os.environ["OCTO_MANAGED_POLICIES"].split(",")
    policies = json.loads(models.aws_managed_policies_data)
    models.aws_managed_policies_data = json.dumps({name: policies[name] for name in names})

    update_role = models.IAMBackend.update_role

    def update_role_as_aws(self, role_name, role_description, max_session_duration):
        if role_description is None:
            role_description = self.get_role(role_name).description
        return update_role(self, role_name, role_description, max_session_duration)

    models.IAMBackend.update_role = update_role_as_aws
    import copy_account  # noqa: F401 - it adds its address
except Exception:
    # Python itself would print this and go on, with all policies.
    traceback.print_exc()
    os._exit(1)
