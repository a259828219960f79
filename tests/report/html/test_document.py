"""The report as a document: what it says, how it is built, and that nothing in it is taken from elsewhere."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.examples import example
from coherence_exact.report.argued import SequenceTable
from coherence_exact.report.html.document import Example, html_report
from coherence_exact.report.html.markup import anchor, exact, prose, with_formulas
from coherence_exact.report.run import Refused, Run, saved_certificates
from coherence_exact.report.stepping import walk

from tests.report.runs import decided, read, two_shapes

HOSTILE = '<script>alert("&")</script>'


class Page(HTMLParser):
    """The elements of a page in order, with their attributes, and the text below each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("run")
    with two_shapes():
        decided(folder)
        yield read(folder, sample=True)


def report(run: Run, *examples: Example, title: str = "Title") -> str:
    return html_report(run, title, "certificates", "coherence-exact verify {id}", True, examples)


@pytest.fixture(scope="module")
def text(run: Run) -> str:
    model = example("example_3")
    table = SequenceTable("Rates", ("J(π_k)",), ((2, (0,)), (4, (None,))))
    return report(
        run, Example("example_3", walk(model, 2), table), Example("grid", walk(example("grid_3x3"), 1))
    )


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_it_says_what_is_false_and_what_repairs_it(page: Page, run: Run) -> None:
    false = sum(finding.standing == "false" for finding in run.findings)
    assert 1 < false < len(run.findings)
    assert f"{false} false as printed of {len(run.findings)} claims" in page.text
    assert "in the second product of a2 write 1/2 and 1/2 for 3/4 and 1/4" in page.text
    assert "Example 3; 5/22 ≈ 0.227273 against 3/11 ≈ 0.272727" in page.text


def test_every_claim_has_a_part_with_all_its_readings(page: Page, run: Run) -> None:
    articles = [element["id"] for element in page.all("article")]
    for finding in run.findings:
        assert f"claim-{anchor(finding.claim.id)}" in articles
        for decision in finding.decisions:
            assert run.result(decision).certificate in page.text
            if decision.reading.drops is None:
                assert f"{decision.verdict} {decision.reading.name}" in page.text
        assert f"coherence-exact verify {finding.claim.id}" in page.text


def test_counterexamples_are_drawn_and_worked(page: Page) -> None:
    assert "s: a1 (p 2/3, w 1); a2 (p 1/3, w 1)" in page.text
    assert "time 1, state s, action a1: F2(p) = 4/5 = 0.8 and G2(p) = 2/3 ≈ 0.666667" in page.text
    drawings = [element for element in page.all("svg") if element.get("role") == "img"]
    assert len(drawings) > 10


def test_hypothesis_checks_are_folded_away(text: str) -> None:
    outside = re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)
    assert 'class="check"' in text
    assert 'class="check"' not in outside


def test_nothing_is_fetched(page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base")
        assert "src" not in attributes
        address = attributes.get("href")
        assert address is None or address.startswith("#"), (tag, address)
    [policy] = [each["content"] for each in page.all("meta") if each.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_links_lead_to_parts_of_the_page(page: Page) -> None:
    names = [element["id"] for _, element in page.elements if "id" in element]
    assert [name for name, number in Counter(names).items() if number > 1] == []
    for element in page.all("a"):
        assert str(element["href"]).removeprefix("#") in names


def test_headings_are_in_order_and_tables_have_headers(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(element.get("scope") in ("col", "row") for element in page.all("th"))
    assert page.all("html") == [{"lang": "en"}]


def test_formulas_are_mathml(text: str) -> None:
    assert text.count("<math>") > 100
    assert "<msubsup><mi>π</mi><mi>k</mi><mi>F</mi></msubsup>" in text


def test_certificates_are_kept_in_the_page(text: str, run: Run) -> None:
    found = re.search(r'<script type="application/json" id="certificates">"(.*?)"</script>', text)
    assert found is not None
    assert json.loads(gzip.decompress(base64.b64decode(found[1]))) == saved_certificates(run)


def test_every_step_of_an_example_is_a_table_also_without_a_script(page: Page, text: str) -> None:
    panels = [str(element["data-k"]) for element in page.all("div") if element.get("class") == "panel"]
    assert panels == ["0", "1", "2", "0", "1"]
    assert 'class="panel" data-k="1" hidden' not in text
    assert "25/61" in page.text
    assert "7/17" in page.text
    assert "coherence-exact policy grid --operator retrain --steps K --trace" in page.text


def test_the_same_run_gives_the_same_report(run: Run) -> None:
    assert report(run) == report(run)


# What is refused, and what is hostile


def test_a_refused_certificate_is_shown_as_refused(run: Run) -> None:
    key = "5.9-F", "printed"
    result = run.results[key]
    told = dataclasses.replace(
        result.decision, verdict="undecided", counterexample=None, reason="It is refused."
    )
    results = {**run.results, key: dataclasses.replace(result, decision=told, outcome="", certificate="")}
    refused = Refused("5.9-F-printed.json", "5.9-F, printed", "The model does not fail.")
    words = Page(report(dataclasses.replace(run, results=results, refused=[refused]))).text
    assert "No verdict is taken from these files." in words
    assert "5.9-F-printed.json5.9-F, printedThe model does not fail." in words
    assert "no verdict printed" in words
    assert "1 refused certificates" in words


def test_names_are_text(run: Run) -> None:
    model = (
        ModelBuilder(HOSTILE, horizon=1, start=HOSTILE)
        .action(HOSTILE, "a", success="1/2")
        .action(HOSTILE, "b")
        .build()
    )
    refused = [Refused(HOSTILE, HOSTILE, HOSTILE)]
    few = dataclasses.replace(run, findings=run.findings[:1], refused=refused)
    words = report(few, Example(HOSTILE, walk(model, 1)), title=HOSTILE)
    assert "<script>alert" not in words
    assert "&lt;script&gt;alert" in words


def test_prose_passes_no_html_on() -> None:
    assert prose("a `π_k` <b>b</b>") == (
        "<p>a <math><msub><mi>π</mi><mi>k</mi></msub></math> &lt;b&gt;b&lt;/b&gt;</p>\n"
    )
    assert "<code>coherence-exact verify</code>" in prose("`coherence-exact verify`")
    assert with_formulas("<b> x") == "&lt;b&gt; x"


def test_numbers_are_exact_with_their_decimals() -> None:
    from fractions import Fraction

    assert exact(Fraction(1, 2)) == '<span class="exact">1/2</span> <span class="decimal">= 0.5</span>'
    assert "≈ 0.333333" in exact(Fraction(1, 3))
    assert exact(3) == '<span class="exact">3</span>'
    long = exact(Fraction(1, 3**200))
    assert long.startswith('<details class="long"><summary>≈ 3.76486E-96')
    assert str(3**200) in long
    assert exact(None) == '<span class="exact">undefined</span>'


def test_anchors_are_different_for_different_names() -> None:
    names = ["a b", "a_20b", "a/b", "π", "5.9-F"]
    assert len({anchor(name) for name in names}) == len(names)


def test_the_styles_know_dark_and_paper(text: str) -> None:
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_the_templates_are_part_of_the_package() -> None:
    from coherence_exact.report import html

    folder = Path(str(html.__file__)).parent / "templates"
    assert {file.name for file in folder.iterdir()} >= {"report.html", "report.css", "report.js"}
