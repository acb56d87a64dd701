"""Tags of what AWS Backup holds, asked for at an address with or without its last slash.

moto 5.2.1 takes the ARN for what stands before the last slash, and so finds no tags for an SDK that leaves the slash out, as
Terraform's does: every plan would want to set them again.

Could go upstream.
"""

import json
from urllib.parse import unquote

from _backup import address, backend, serve
from moto.backup.responses import BackupResponse


def apply() -> None:
    """Puts it in the place of moto's."""
    serve((list_tags,))


def list_tags(self: BackupResponse) -> str:
    """The tags of the ARN in the address."""
    return json.dumps({"Tags": backend(self).list_tags(unquote(address(self)["resourceArn"]))})
