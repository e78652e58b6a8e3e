"""Reports in a browser: drawn, sorted, switched, turned, downloaded, printed, followed."""

import base64
import sqlite3

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

import sdpsearch as sd
from sdpsearch.report.html.document import document_html
from sdpsearch.report.html.run import run_document
from sdpsearch.report.html.write import document_of

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror='hacked=1'>&amp;</script>%{x}"
#: Where on the screen a section begins.
PLACE = "return document.getElementById('margins').getBoundingClientRect().top"
PROPERTIES = ["antidegradable", "3-extendible", "ppt", "entanglement-breaking"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def run(folder):
    """A run of several families, one with a name to beware of, and a proof."""
    path = folder / "some.db"
    xs = [i / 8 for i in range(9)]
    for d in (10, 2, 3):
        sd.scan(sd.zoo.depolarizing(d=d), ["ppt"] if d == 10 else PROPERTIES, xs, run=path)
    hostile = sd.ChannelFamily(sd.zoo.erasure(), name=HOSTILE, parameter=HOSTILE)
    sd.scan(hostile, "ppt", xs, run=path)
    sd.scan(sd.zoo.erasure(), "antidegradable", xs, run=path, prove=True)
    return sd.open_run(path)


@pytest.fixture(scope="module")
def report(folder, run):
    path = folder / "report.html"
    run.report(path)
    return path


@pytest.fixture(scope="module")
def body(folder):
    path = folder / "body.html"
    sd.region(sd.zoo.pauli_simplex(), "ppt").report(path)
    return path


@pytest.fixture(scope="module")
def flat(folder):
    path = folder / "flat.html"
    sd.region(sd.zoo.erasure_triangle(), "ppt").report(path)
    return path


def column(reader, place):
    """Return a column of the first table."""
    rows = reader.all("table")[0].find_elements("css selector", "tbody tr")
    return [row.find_elements("css selector", "td")[place].text for row in rows]


def test_everything_is_drawn_and_nothing_is_fetched(reader, report, run):
    reader.open(report)
    reader.draw_all()
    families = {one.label for one in run.series()}
    assert len(reader.all(".plot .main-svg .xaxislayer-above")) >= len(families) + 2
    assert len(reader.all("table")[0].find_elements("css selector", "tbody tr")) == 11
    assert reader.run("return performance.getEntriesByType('resource').length") == 0
    assert reader.complaints() == []


def test_names_are_shown_as_they_are(reader, report):
    reader.open(report)
    reader.draw_all()
    assert reader.run("return window.hacked") is None
    assert reader.all("img") == []
    assert f"{HOSTILE}(d=2)" in [one.text for one in reader.all("h3")]
    titles = reader.all(".xtitle")
    assert any(HOSTILE in reader.run("return arguments[0].textContent", t) for t in titles)


def test_tables_are_sorted_by_keyboard(reader, report):
    reader.open(report)
    before = column(reader, 0)
    for _ in range(40):
        reader.press(Keys.TAB)
        if reader.driver.switch_to.active_element.text.startswith("family"):
            break
    reader.press(Keys.ENTER)
    head = reader.all("th")[0]
    assert head.get_attribute("aria-sort") == "ascending"
    up = column(reader, 0)
    assert sorted(up) == sorted(before)
    named = [label for label in up if label.startswith("depol")]
    # Ten after two and three.
    assert list(dict.fromkeys(named)) == [f"depolarizing(d={d})" for d in (2, 3, 10)]
    reader.press(Keys.SPACE)
    assert head.get_attribute("aria-sort") == "descending"
    down = [label for label in column(reader, 0) if label.startswith("depol")]
    assert down[0] == "depolarizing(d=10)"
    assert "descending" in reader.run("return document.getElementById('said').textContent")


def test_numbers_are_sorted_as_numbers_and_unknown_last(reader, report):
    reader.open(report)
    (place,) = [
        i
        for i, th in enumerate(reader.all("thead")[0].find_elements("css selector", "th"))
        if th.text.startswith("bracket")
    ]
    for _ in range(2):
        reader.all("thead")[0].find_elements("css selector", "th button")[place].click()
        seen = reader.run(
            "return [...document.querySelector('tbody').rows]"
            ".map((row) => row.cells[arguments[0]].dataset.rank)",
            place,
        )
        known = [float(one) for one in seen if one]
        assert [one for one in seen if not one] == seen[len(known) :]
        assert known in (sorted(known), sorted(known, reverse=True))
    assert known[0] > known[-1]


def test_the_first_tab_skips_to_the_content(reader, report):
    reader.open(report)
    reader.press(Keys.TAB)
    skip = reader.driver.switch_to.active_element
    assert skip.is_displayed()
    assert skip.rect["x"] >= 0
    reader.press(Keys.ENTER)
    assert reader.driver.switch_to.active_element.get_attribute("id") == "content"


def colours(reader):
    """Return the paper's colour, of the page and of its first figure."""
    return reader.run(
        "return [getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('.plot .main-svg')).backgroundColor]"
    )


def test_dark_and_light(reader, report):
    reader.open(report)
    reader.draw_all()
    assert colours(reader) == ["rgb(255, 255, 255)"] * 2
    reader.one("#theme").click()
    dark = colours(reader)
    assert dark[0] == dark[1] != "rgb(255, 255, 255)"
    assert reader.one("#theme").get_attribute("aria-pressed") == "true"
    reader.driver.refresh()
    reader.draw_all()
    assert colours(reader) == dark
    # Who has said nothing gets what the system says.
    reader.open(report)
    dim = [{"name": "prefers-color-scheme", "value": "dark"}]
    reader.command("Emulation.setEmulatedMedia", features=dim)
    reader.draw_all()
    assert colours(reader) == dark
    assert reader.complaints() == []


def eye(reader):
    return reader.run(
        "const { x, y, z } = document.querySelector('.plot')._fullLayout.scene.camera.eye;"
        " return [x, y, z];"
    )


def turned(reader, before):
    """Return where the body is looked at from once it has come to rest elsewhere."""
    last = before

    def rests():
        nonlocal last
        now, previous = eye(reader), last
        last = now
        return now if now == previous != before else None

    return reader.wait(rests)


def test_a_body_is_turned(reader, body):
    reader.open(body)
    reader.draw_all()
    plot = reader.one(".plot")
    reader.run("arguments[0].scrollIntoView({block: 'center'})", plot)
    first = reader.wait(lambda: eye(reader))
    drag = ActionChains(reader.driver).move_to_element(plot).click_and_hold()
    # Not up to the pole, where keys turn it no further.
    drag.move_by_offset(120, 5).move_by_offset(60, 0).release().perform()
    second = turned(reader, first)
    reader.run("arguments[0].focus()", plot)
    reader.press(Keys.ARROW_LEFT)
    third = turned(reader, second)
    # Keys turn it about its axis, as far away as it was.
    assert third[2] == pytest.approx(second[2])
    assert sum(x * x for x in third) == pytest.approx(sum(x * x for x in second))
    assert reader.complaints() == []


def test_downloads_are_the_certificates_kept(reader, report, run, tmp_path):
    reader.open(report)
    place = {"behavior": "allow", "downloadPath": str(tmp_path)}
    reader.command("Browser.setDownloadBehavior", **place)
    link = reader.one("a[download]")
    reader.run("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    name = link.get_attribute("download")
    reader.wait((tmp_path / name).exists)
    (proof,) = [
        one.threshold.certificate
        for one in run.series()
        if one.threshold and one.threshold.certificate
    ]
    assert (tmp_path / name).read_bytes() == proof.text.encode()


@pytest.mark.parametrize("kind", ["report", "flat", "body"])
def test_a_phone_never_scrolls_sideways(reader, kind, request):
    reader.resize(390)
    reader.open(request.getfixturevalue(kind))
    reader.draw_all()
    widths = "return [document.documentElement.scrollWidth, document.body.scrollWidth]"
    assert max(reader.run(widths)) <= 390
    assert reader.complaints() == []


def test_it_is_printed_with_every_figure(reader, report):
    reader.open(report)
    reader.one("#theme").click()
    content = base64.b64decode(reader.command("Page.printToPDF")["data"])
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") >= 3
    drawn = [
        plot.find_elements("css selector", ".main-svg") for plot in reader.all(".plot")
    ]
    assert all(drawn)
    # On the screen it is dark again.
    assert reader.run("return document.documentElement.dataset.theme") == "dark"


def test_commands_are_copied(reader, report):
    reader.open(report)
    button = reader.all("button.copy")[0]
    reader.run("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    reader.wait(lambda: button.text == "Copied")
    line = button.find_element("xpath", "preceding-sibling::code").text
    assert reader.run("return getSelection().toString()").strip() == line


def test_tables_are_narrowed_down(reader, report):
    reader.open(report)
    field = reader.all("input[type=search]")[0]
    field.send_keys("PPT d=3")
    assert [text for text in column(reader, 0) if text] == ["depolarizing(d=3)"]
    assert reader.all("output")[0].text == "1 of 11"


def test_a_growing_page_follows_and_stays_where_it_was(reader, run, folder):
    copy = folder / "growing.db"
    copy.write_bytes(run.path.read_bytes())
    growing, page = sd.open_run(copy), folder / "growing.html"
    page.write_text(document_html(run_document(growing, live=1)), encoding="utf-8")
    reader.open(page)
    # Read anew at least once since it was there.
    reader.run("scrollTo(0, 1500); window.unread = true")
    reader.wait(lambda: reader.run("return !window.unread"))
    place = reader.wait(lambda: reader.run(PLACE))
    assert reader.run("return scrollY") > 1400
    connection = sqlite3.connect(copy)
    connection.execute("DELETE FROM decisions WHERE verdict = 'HOLDS'")
    connection.commit()
    connection.close()
    page.write_text(document_html(run_document(growing)), encoding="utf-8")
    reader.wait(lambda: reader.run("return !document.getElementById('live')"))
    # What stands above has another height, of some lines at most.
    assert abs(reader.wait(lambda: reader.run(PLACE)) - place) < 150
    assert "HOLDS" not in reader.run("return document.querySelector('.lead').textContent")
    assert reader.complaints() == []


def test_plotly_knows_every_key(run, body):
    from plotly.graph_objects import Figure

    found = sd.region(sd.zoo.erasure_triangle(), "ppt")
    documents = [document_of(run), document_of(found)]
    for made in documents:
        for part in (part for section in made.sections for part in section.parts):
            if hasattr(part, "figure"):
                Figure(part.figure)
