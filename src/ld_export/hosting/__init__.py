"""What web hosts have to be told of a site, from one table: negotiation, redirects, tombstones, types, headers."""

from ld_export.hosting.files import host_files
from ld_export.hosting.kept import read_hosts, write_hosts
from ld_export.hosting.table import Hosts, hosts_of

__all__ = ["Hosts", "host_files", "hosts_of", "read_hosts", "write_hosts"]
