"""The unprivileged account PostgreSQL runs under when we are root, since it refuses root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Account:
    user: int
    group: int

    def reaches(self, directory: Path) -> bool:
        """True when every folder on the way lets this account through."""
        test = subprocess.run(
            ["/usr/bin/test", "-x", str(directory)],
            cwd="/",
            user=self.user,
            group=self.group,
            extra_groups=[],
            check=False,
        )
        return test.returncode == 0

    def own(self, tree: Path) -> None:
        os.chown(tree, self.user, self.group)
        for folder, folders, files in os.walk(tree):
            for name in (*folders, *files):
                os.chown(Path(folder, name), self.user, self.group, follow_symlinks=False)


def unprivileged_account() -> Account | None:
    """None when we are an ordinary user: then we run it ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return Account(entry.pw_uid, entry.pw_gid)


def copy_for(account: Account, sources: list[Path], common: Path, destination: Path) -> None:
    """Copies trees below `common` to the same places below `destination`, owned by the account."""
    for source in sources:
        shutil.copytree(source, destination / source.relative_to(common), symlinks=True, dirs_exist_ok=True)
    account.own(destination)
