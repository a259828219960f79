"""The report in a browser: quiet, self-contained, usable by mouse and keyboard, accessible, not too wide."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.papers.examples import example
from coherence_exact.report.argued import SequenceTable
from coherence_exact.report.html.document import Example, html_report
from coherence_exact.report.stepping import walk

from tests.report.runs import decided, read, two_shapes

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = pytest.mark.needs("chromium")

_STEPPER = "#example-example_5f3 .stepper"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    with two_shapes():
        decided(folder, "5.9-F", "5-compactness")
        run = read(folder, sample=True)
        table = SequenceTable("Both sides", ("J(π_k)", "k²·(left − printed)"), ((2, (1, 2)), (4, (3, 1))))
        examples = [
            Example("example_3", walk(example("example_3"), 4), table),
            Example("grid_3x3", walk(example("grid_3x3"), 1)),
        ]
        text = html_report(run, "A report", str(folder), "coherence-exact verify {id}", True, examples)
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        program = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield program
        program.close()


class Shown:
    """The report on a screen, with all that the browser has to say about it."""

    def __init__(self, page: Any, file: Path) -> None:
        self.page = page
        self.messages: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(file.as_uri())

    def panels(self) -> list[str]:
        """The steps whose tables are visible."""
        found = self.page.locator(f"{_STEPPER} .panel:visible").all()
        return [panel.get_attribute("data-k") for panel in found]


def _shown(browser: Any, report: Path, **options: Any) -> Shown:
    return Shown(browser.new_page(**options), report)


@pytest.fixture
def shown(browser: Any, report: Path) -> Iterator[Shown]:
    found = _shown(browser, report)
    yield found
    found.page.close()


def test_it_is_quiet_and_fetches_nothing(shown: Shown, report: Path) -> None:
    shown.page.mouse.wheel(0, 20_000)
    assert shown.messages == []
    assert shown.requests == [report.as_uri()]


def test_an_outside_request_would_be_noticed(browser: Any, report: Path, tmp_path: Path) -> None:
    file = tmp_path / "fetching.html"
    fetching = '<img src="https://example.org/x.png"></main>'
    file.write_text(report.read_text("utf-8").replace("</main>", fetching), encoding="utf-8")
    found = _shown(browser, file)
    assert found.messages
    found.page.close()


def test_the_stepper_works_by_mouse(shown: Shown) -> None:
    assert shown.panels() == ["0"]
    shown.page.locator(f"{_STEPPER} button", has_text="Next").first.click()
    assert shown.panels() == ["1"]
    assert shown.page.locator(f"{_STEPPER} output").first.inner_text() == "k = 1"
    shown.page.locator(f"{_STEPPER} .column[data-k='3']").first.click()
    assert shown.panels() == ["3"]
    shown.page.locator(f"{_STEPPER} button", has_text="Back").first.click()
    assert shown.panels() == ["2"]
    assert "25/61" in shown.page.locator(f"{_STEPPER} .panel:visible").inner_text()


def test_the_stepper_works_by_keyboard(shown: Shown) -> None:
    shown.page.locator(f"{_STEPPER} input").first.focus()
    for key, panel in (
        ("ArrowRight", "1"),
        ("ArrowRight", "2"),
        ("ArrowLeft", "1"),
        ("End", "4"),
        ("Home", "0"),
    ):
        shown.page.keyboard.press(key)
        assert shown.panels() == [panel]
    shown.page.keyboard.press("Tab")
    shown.page.keyboard.press("Enter")
    assert shown.panels() == ["1"]


def test_steps_of_a_sequence_are_marked_in_its_table(shown: Shown) -> None:
    shown.page.locator("#example-example_5f3 summary", has_text="Both sides").click()
    sequence = shown.page.locator("#example-example_5f3 details .stepper")
    sequence.locator("button", has_text="Next").click()
    assert sequence.locator("tr[aria-current=step] th").inner_text() == "4"


def test_without_a_script_every_step_is_there(browser: Any, report: Path) -> None:
    found = _shown(browser, report, java_script_enabled=False)
    assert found.panels() == ["0", "1", "2", "3", "4"]
    assert not found.page.locator(f"{_STEPPER} input").count()
    found.page.close()


def test_a_certificate_is_saved_as_it_was_written(shown: Shown, report: Path, tmp_path: Path) -> None:
    button = shown.page.locator("button.save[data-file='5.9-F-printed.json']")
    with shown.page.expect_download() as downloading:
        button.click()
    downloading.value.save_as(tmp_path / "saved.json")
    saved = (tmp_path / "saved.json").read_text("utf-8")
    assert saved == (report.parent / "5.9-F-printed.json").read_text("utf-8")
    assert json.loads(saved)["verdict"] == "refuted"


def _findings(page: Any) -> list[str]:
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.full
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nobody_is_left_out(browser: Any, report: Path, scheme: str, width: int) -> None:
    found = _shown(browser, report, color_scheme=scheme, viewport={"width": width, "height": 800})
    found.page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    found.page.wait_for_timeout(100)
    assert _findings(found.page) == []
    found.page.close()


@pytest.mark.full
def test_a_page_that_leaves_somebody_out_is_noticed(shown: Shown) -> None:
    shown.page.evaluate("document.querySelector('h1').style.color = '#eeeeee'")
    shown.page.evaluate("document.documentElement.removeAttribute('lang')")
    assert len(_findings(shown.page)) > 1


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_is_wider_than_the_screen(browser: Any, report: Path, width: int) -> None:
    found = _shown(browser, report, viewport={"width": width, "height": 800})
    found.page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    found.page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_it_is_painted(browser: Any, report: Path, scheme: str, width: int) -> None:
    found = _shown(browser, report, color_scheme=scheme, viewport={"width": width, "height": 800})
    background = found.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") is (scheme == "light")
    assert len(found.page.screenshot()) > 10_000
    found.page.close()


def test_paper_has_all_of_it(browser: Any, report: Path) -> None:
    found = _shown(browser, report)
    found.page.emulate_media(media="print")
    assert found.panels() == ["0", "1", "2", "3", "4"]
    assert not found.page.locator("nav").is_visible()
    assert found.page.pdf().startswith(b"%PDF")
    found.page.close()
