"""`python -m support.chromium --fetch`: the Chromium that plays people at their desks, on the machine or in the cache."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium import webdriver
from selenium.webdriver.chromium.remote_connection import ChromiumRemoteConnection
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.webdriver import WebDriver

from maillage.local_servers import LocalServerUnavailable
from maillage.local_servers.debian_packages import DebianProgram
from maillage.local_servers.running import say_on_stderr
from maillage.processes import die_with_parent

_PATIENCE = 30
_LAUNCHERS = {"chromium": "usr/lib/chromium/chromium", "chromedriver": "usr/bin/chromedriver"}
_ALONE = (
    "--headless=new",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def _settle(tree: Path, final: Path) -> None:
    """Two launchers that say where the tree's libraries and fonts are: what they start finds them by no other way."""
    fonts = tree / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{final}/usr/share/fonts</dir><cachedir>{final}/fonts.cache</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    libraries = [final / folder.relative_to(tree) for folder in (*tree.glob("usr/lib/*-linux-*"), *tree.glob("lib/*-linux-*"))]
    for name, program in _LAUNCHERS.items():
        launcher = tree / name
        launcher.write_text(
            f"#!/bin/sh\nexport LD_LIBRARY_PATH='{':'.join(map(str, libraries))}' FONTCONFIG_FILE='{final}/fonts.conf'\n"
            f"exec '{final}/{program}' \"$@\"\n",
            encoding="utf-8",
        )
        launcher.chmod(0o755)


# The C library must be the machine's own, as its loader is; GTK draws the windows that a browser without a screen lacks.
CHROMIUM = DebianProgram(
    "Chromium",
    packages=("chromium", "chromium-driver", "fonts-liberation"),
    brought_too=re.compile(r"chromium-common|lib(?!c6$|gtk).*"),
    settle=_settle,
    settled="chromium",
    proof=("chromium", *_ALONE, "--dump-dom", "data:text/html,<p>Bonjour"),
)
