"""What curators do to the registry of a publication: withhold, withdraw, merge and split people, and accept links.

Each makes an `Edit` that says what will change in public; `apply` writes its files. No row but those concerned is
touched, and no id is ever given again.
"""

from ld_export.pipeline.curate.accepting import accept
from ld_export.pipeline.curate.edits import Edit, apply
from ld_export.pipeline.curate.identity import merge, split
from ld_export.pipeline.curate.withholding import withdraw, withhold

__all__ = ["Edit", "accept", "apply", "merge", "split", "withdraw", "withhold"]
