"""Gives the emulator `POST /moto-api/copy-account?from=ID&to=ID,ID`, which copies all that IAM has in an account.

Terraform needs seconds to install the roles in an account: too long for a thousand of them.
"""

import functools
import pickle

from moto.iam import models
from moto.moto_api._internal import urls


def copy_account(request, full_url, headers):
    original = request.args["from"]
    # ARNs hold the id. All ids have one length, so the lengths that a pickle holds stay right.
    content = pickle.dumps(dict(models.iam_backends[original]))
    for account in request.args["to"].split(","):
        copies = pickle.loads(content.replace(original.encode(), account.encode()))
        for partition, copy in copies.items():
            models.iam_backends[account][partition] = copy
    # Moto searches all accounts for the access key of each call.
    models.get_account_id_from = functools.cache(models.get_account_id_from)
    return 200, {}, ""


urls.url_paths["{0}/moto-api/copy-account"] = copy_account
