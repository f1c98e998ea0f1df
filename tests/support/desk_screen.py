"""A person before a screen, with a real browser: reads, types, tabs, clicks what the page shows, and nothing else."""

import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement

from support.processes import eventually

WIDE, NARROW = (1280, 900), (390, 844)
# What a person can use, by its role in the accessibility tree.
_USED = {"textbox", "Date", "combobox", "checkbox", "radio", "button", "link", "DisclosureTriangle"}
_SAYING = """
const plain = text => text.replace(/\\s+/g, ' ').replaceAll('’', "'")
return [...arguments[0].querySelectorAll(arguments[1])]
    .find(part => part.checkVisibility() && plain(part.textContent).includes(arguments[2])) || null
"""


@dataclass
class Screen:
    """One browser on one instance. `pages` counts those that were loaded since it was last put to zero."""

    driver: WebDriver
    root: str
    shots: Path
    pages: int = field(default=0)

    @property
    def page(self) -> WebElement:
        return self.driver.find_element(By.TAG_NAME, "html")

    @property
    def text(self) -> str:
        """What is to be read on the page, without regard to the kind of its blanks."""
        return _plain(str(self.driver.execute_script("return document.body.innerText")))

    def open(self, path: str) -> None:
        """An address typed, or a bookmark."""
        self.driver.get(self.root + path.removeprefix("/"))
        self.pages += 1

    def press(self, said: str, within: WebElement | None = None) -> None:
        """Clicks the link, the button or the folded part of that name, and waits for the page it leads to."""
        control = self.control(said, within)
        if control.tag_name == "summary":
            control.click()
        else:
            self._leads_on(control.click)

    def control(self, said: str, within: WebElement | None = None) -> WebElement:
        """What can be pressed under that name: the first that is shown."""
        return self.part("a, button, summary", said, within)

    def part(self, selector: str, said: str, within: WebElement | None = None) -> WebElement:
        """The first part of the page, among those that are shown, in which this is said."""
        told = (_SAYING, self.page if within is None else within, selector, said)
        found: WebElement | None = self.driver.execute_script(*told)
        assert found is not None, f"nothing says {said!r} on the page:\n{self.text}"
        return found

    def fill_in(self, within: WebElement | None = None, /, **typed: str | date | Literal[True]) -> None:
        """Types in the fields of these names, chooses, ticks."""
        for name, value in typed.items():
            asked = (within or self.page).find_element(By.NAME, name)
            if value is True:
                asked.click()
            elif isinstance(value, date):
                asked.send_keys(self._as_typed(value))
                assert asked.get_property("value") == value.isoformat()
            else:
                if asked.tag_name != "select":
                    asked.clear()
                asked.send_keys(str(value))

    def tab_to(self, said: str, steps: int) -> None:
        """Presses Tab until what has the focus is called so, at most that many times."""
        seen: list[str] = []
        for _ in range(steps):
            self.driver.switch_to.active_element.send_keys(Keys.TAB)
            seen.append(_plain(self.driver.switch_to.active_element.accessible_name))
            if seen[-1].startswith(said):
                return
        raise AssertionError(f"{said!r} is not among the first {steps}: {seen}")

    def type(self, text: str) -> None:
        """On the keyboard, wherever the focus is."""
        self.driver.switch_to.active_element.send_keys(text)

    def enter(self) -> None:
        self._leads_on(lambda: self.type(Keys.ENTER))

    def resize(self, size: tuple[int, int]) -> None:
        """As a screen of that size; below 500 dots a window cannot be so narrow, a telephone can."""
        told = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == NARROW}
        self._ask("Emulation.setDeviceMetricsOverride", **told)

    @property
    def scrolled_width(self) -> int:
        return int(self.driver.execute_script("return document.documentElement.scrollWidth"))

    def unfold(self) -> None:
        """Everything that is folded, so that all of it is seen."""
        self.driver.execute_script("document.querySelectorAll('details').forEach(part => { part.open = true })")

    def nameless(self) -> Sequence[str]:
        """The roles of what can be used on the page and has no name: all that a screen reader would say of it."""
        tree = self._ask("Accessibility.getFullAXTree")["nodes"]
        told = [node for node in tree if not node["ignored"] and node["role"]["value"] in _USED]
        assert told
        return [node["role"]["value"] for node in told if not node["name"]["value"].strip()]

    def shoot(self, name: str) -> None:
        """Keeps a picture of the whole page."""
        width, height = self.driver.execute_script("return [innerWidth, document.documentElement.scrollHeight]")
        whole = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        taken = self._ask("Page.captureScreenshot", captureBeyondViewport=True, clip=whole)
        self.shots.mkdir(parents=True, exist_ok=True)
        (self.shots / f"{name}-{width}.png").write_bytes(b64decode(taken["data"]))

    def _ask(self, command: str, **told: Any) -> dict[str, Any]:
        """What WebDriver has no word for, in Chromium's own protocol."""
        answer: dict[str, Any] = self.driver.execute("executeCdpCommand", {"cmd": command, "params": told})["value"]
        return answer

    def _leads_on(self, done: Callable[[], object]) -> None:
        # The former page is not asked whether it is still there: the driver fails when that changes while it looks.
        former, _ = self._loaded()
        done()
        eventually(self._loaded, lambda now: now[0] != former and now[1])
        self.pages += 1

    def _loaded(self) -> tuple[float, bool]:
        """When the present page began, which tells it from all others, and whether it is there whole."""
        began, state = self.driver.execute_script("return [performance.timeOrigin, document.readyState]")
        return began, state == "complete"

    def _as_typed(self, day: date) -> str:
        """A day as this browser's date field takes it: the order of its parts is that of the browser's language."""
        shown = str(self.driver.execute_script("return new Date(2001, 1, 3).toLocaleDateString()"))
        parts = {"3": f"{day:%d}", "2": f"{day:%m}", "2001": f"{day:%Y}"}
        return "".join(parts[part.lstrip("0")] for part in re.findall("[0-9]+", shown))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("’", "'")
