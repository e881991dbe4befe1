"""The Reconciliation API 0.2 without the web: requests to answers, over the names of a publication and its store.

See https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
"""

from ld_export.reconciliation.problems import BATCH, BATCH_SIZE, REQUEST, UNKNOWN, Unanswered
from ld_export.reconciliation.service import Asked, Service

__all__ = ["BATCH", "BATCH_SIZE", "REQUEST", "UNKNOWN", "Asked", "Service", "Unanswered"]
