"""A browser without a window, and pages in it."""

import shutil

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

#: Seconds to wait for what a browser does by itself; none of it takes that long.
PATIENCE = 120
FLAGS = (
    "--headless",
    "--no-sandbox",  # root has none
    "--disable-dev-shm-usage",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--window-size=1200,1000",
    "--hide-scrollbars",
)


class Reader:
    """Somebody who reads pages: what the tests do with a browser.

    Args:
        driver: of the browser.
    """

    def __init__(self, driver):
        self.driver = driver

    def open(self, path):
        """Open a page, as it is for somebody who was never here."""
        self.driver.get(path.as_uri())
        self.run("localStorage.clear(); sessionStorage.clear()")
        self.driver.get(path.as_uri())
        self.driver.get_log("browser")
        self.driver.refresh()

    def run(self, script, *given):
        """Return what a script in the page returns."""
        return self.driver.execute_script(script, *given)

    def all(self, selector):
        """Return the elements that a selector selects."""
        return self.driver.find_elements("css selector", selector)

    def one(self, selector):
        """Return the only element that a selector selects."""
        (found,) = self.all(selector)
        return found

    def wait(self, condition):
        """Wait until a condition is met, and return what it is then."""
        # A page that is being read anew answers nothing for a moment.
        waiting = WebDriverWait(self.driver, PATIENCE, 0.2, [WebDriverException])
        return waiting.until(lambda _: condition())

    def press(self, *keys):
        """Press keys, one after the other."""
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def draw_all(self):
        """Scroll to every figure, until all are drawn."""
        for plot in self.all(".plot"):
            self.run("arguments[0].scrollIntoView({block: 'center'})", plot)
            self.wait(lambda plot=plot: plot.find_elements("css selector", ".main-svg"))
        self.run("scrollTo(0, 0)")

    def complaints(self):
        """Return what the browser's console calls severe."""
        seen = self.driver.get_log("browser")
        return [one["message"] for one in seen if one["level"] == "SEVERE"]

    def command(self, name, **given):
        """Send a command of Chrome's own protocol."""
        return self.driver.execute_cdp_cmd(name, given)

    def resize(self, width, height=900):
        """Be a phone of that width, in CSS pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": True}
        self.command("Emulation.setDeviceMetricsOverride", **size)


@pytest.fixture(scope="session")
def browser():
    places = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
    missing = [name for name, path in places.items() if path is None]
    if missing:  # never skipped: who asks for these tests wants them run
        pytest.fail(
            f"{missing[0]} is not installed: apt-get install chromium chromium-driver"
        )
    options = Options()
    options.binary_location = places["chromium"]
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, Service(places["chromedriver"]))
    yield driver
    driver.quit()


@pytest.fixture
def reader(browser):
    yield Reader(browser)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
