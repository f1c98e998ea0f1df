"""`python -m support.chromium`: has a Chromium at hand, the machine's or one in the cache, for tests that use pages."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chromium.remote_connection import ChromiumRemoteConnection
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.webdriver import WebDriver

from local_servers import LocalServerUnavailable
from local_servers.debian_packages import DebianProgram
from local_servers.processes import die_with_parent
from local_servers.running import say_on_stderr
from support import pace

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
    libraries = {str(final / found.parent.relative_to(tree)) for found in tree.glob("**/lib*.so*")}
    for name, program in _LAUNCHERS.items():
        launcher = tree / name
        launcher.write_text(
            f"#!/bin/sh\nexport LD_LIBRARY_PATH='{':'.join(sorted(libraries))}' FONTCONFIG_FILE='{final}/fonts.conf'\n"
            f"exec '{final}/{program}' \"$@\"\n",
            encoding="utf-8",
        )
        launcher.chmod(0o755)


# The C library stays the machine's own, as its loader is; GTK draws windows, which a browser without a screen lacks.
CHROMIUM = DebianProgram(
    "Chromium",
    packages=("chromium", "chromium-driver", "fonts-liberation"),
    brought_too=re.compile(r"chromium-common|lib(?!c6$|gtk).*"),
    settle=_settle,
    settled="chromium",
    proof=("chromium", *_ALONE, "--dump-dom", "data:text/html,<p>Bonjour"),
)


@dataclass(frozen=True, slots=True)
class Programs:
    """The browser, and the driver that speaks WebDriver for it."""

    browser: str
    driver: str


def installed() -> Programs | None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    return Programs(browser, driver) if browser and driver else None


def find_chromium(say: Callable[[str], None]) -> Programs:
    """On the machine, or brought."""
    found = installed()
    if found:
        return found
    tree = CHROMIUM.unpacked() or CHROMIUM.fetch(say)
    return Programs(str(tree / "chromium"), str(tree / "chromedriver"))


@contextmanager
def chromium(folder: Path) -> Iterator[WebDriver]:
    """A browser of its own, in French, that runs no script of a page and reaches nothing but this machine.

    Its profile and what its driver wrote stay in the folder; both programs have ended on the way out.
    """
    programs = find_chromium(say_on_stderr)
    options = webdriver.ChromeOptions()
    options.binary_location = programs.browser
    for argument in (*_ALONE, f"--user-data-dir={folder / 'profile'}", "--lang=fr"):
        options.add_argument(argument)
    no_script = {"profile.managed_default_content_settings.javascript": 2}
    options.add_experimental_option("prefs", no_script | {"intl.accept_languages": "fr"})
    service = Service(
        programs.driver, log_output=str(folder / "chromedriver.log"), popen_kw={"preexec_fn": die_with_parent}
    )
    service.start()
    try:
        asked = ClientConfig(service.service_url, timeout=ceil(pace.patience()))
        connection = ChromiumRemoteConnection(service.service_url, "goog", "chrome", client_config=asked)
        driver = webdriver.Remote(connection, options=options)
        try:
            driver.set_page_load_timeout(pace.patience())
            yield driver
        finally:
            driver.quit()
    finally:
        service.stop()


if __name__ == "__main__":
    try:
        find_chromium(say_on_stderr)
    except LocalServerUnavailable as missing:
        sys.exit(str(missing))
