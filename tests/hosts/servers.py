"""The real servers, each with a configuration of our own in a folder of its own, on a port of its own.

Every one serves the same folder, `/sub/path/` of it being the site, with what the build wrote for it. What is not ours
is set against us where a host may have it so: Apache lists folders, and takes `.gz` and `.fr` for more than names.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.http_server import free_port

_PATIENCE = 20
_APACHE_MODULES = next(
    (place for place in map(Path, ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules")) if place.is_dir()), Path()
)
_APACHE = """\
ServerRoot "{scratch}"
PidFile "{scratch}/pid"
ErrorLog "{scratch}/error.log"
ServerName localhost
Listen 127.0.0.1:{port}
{modules}
{user}
TypesConfig /etc/mime.types
AddEncoding x-gzip .gz
AddLanguage fr .fr
DocumentRoot "{root}"
<Directory "{root}">
    Options Indexes FollowSymLinks
    AllowOverride FileInfo
    Require all granted
</Directory>
"""
_MODULES = ("mpm_event", "unixd", "authz_core", "mime", "dir", "autoindex", "rewrite", "headers")
_NGINX = """\
daemon off;
{user}
pid {scratch}/pid;
error_log {scratch}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {scratch}/body; proxy_temp_path {scratch}/proxy; fastcgi_temp_path {scratch}/fastcgi;
    uwsgi_temp_path {scratch}/uwsgi; scgi_temp_path {scratch}/scgi;
    include {site}/hosting/nginx-http.conf;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        include {site}/hosting/nginx-server.conf;
    }}
}}
"""
_CADDY = """\
{{
    admin off
    auto_https off
    storage file_system {scratch}
}}
http://127.0.0.1:{port} {{
    root * {root}
    import {site}/hosting/Caddyfile
}}
"""


class Place(NamedTuple):
    """Where a server finds its things: the folder that it serves, the site in it, one for its own files, its port."""

    root: Path
    site: Path
    scratch: Path
    port: int


def apache(at: Place) -> list[str]:
    modules = "\n".join(
        f"LoadModule {name}_module {path}"
        for name in _MODULES
        if (path := _APACHE_MODULES / f"mod_{name}.so").is_file()
    )
    # As root it goes on as somebody else.
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    file = _written(at, "httpd.conf", _APACHE.format(modules=modules, user=user, **at._asdict()))
    return ["-f", str(file), "-D", "FOREGROUND"]


def _nginx(at: Place) -> list[str]:
    user = "user root;" if os.geteuid() == 0 else ""
    file = _written(at, "nginx.conf", _NGINX.format(user=user, **at._asdict()))
    return ["-c", str(file), "-p", str(at.scratch), "-e", f"{at.scratch}/error.log"]


def _caddy(at: Place) -> list[str]:
    file = _written(at, "Caddyfile", _CADDY.format(**at._asdict()))
    return ["run", "--adapter", "caddyfile", "--config", str(file)]


def _written(at: Place, name: str, text: str) -> Path:
    file = at.scratch / name
    file.write_text(text, encoding="utf-8")
    return file


Arguments = Callable[[Place], list[str]]

SERVERS: dict[str, Arguments] = {"apache": apache, "nginx": _nginx, "caddy": _caddy}
"""What each is started with, once its configuration is written."""


@contextmanager
def running(arguments: Arguments, program: str, root: Path, site: Path, scratch: Path) -> Iterator[int]:
    """A server that serves a folder; gives its port."""
    scratch.mkdir()
    scratch.chmod(0o755)
    at = Place(root, site, scratch, free_port())
    environment = {**os.environ, "HOME": str(scratch), "XDG_DATA_HOME": str(scratch), "XDG_CONFIG_HOME": str(scratch)}
    with (scratch / "said.txt").open("wb") as said:
        process = subprocess.Popen([program, *arguments(at)], stdout=said, stderr=said, env=environment)
    try:
        _wait(process, at)
        yield at.port
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _wait(process: subprocess.Popen[bytes], at: Place) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", at.port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    logs = [
        file.read_text(encoding="utf-8") for file in sorted(at.scratch.glob("*")) if file.suffix in (".txt", ".log")
    ]
    raise AssertionError(f"the server does not answer: {' '.join(logs)}")
