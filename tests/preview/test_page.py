"""The page in a browser: the switches do what they say, by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from newsletter.preview import PreviewServer
from tests.preview.builders import previewed, running
from tests.rendering.builders import hostile

pytestmark = pytest.mark.browser

BODY_COLOUR = "getComputedStyle(document.body).backgroundColor"
PAPER, NIGHT = "rgb(243, 238, 228)", "rgb(16, 21, 22)"


@pytest.fixture(scope="module")
def server() -> Iterator[PreviewServer]:
    with running(previewed) as server:
        yield server


@pytest.fixture
def page(chromium: Browser, server: PreviewServer) -> Iterator[Page]:
    """A page that fails its test for a word on the console, an error, or a request to anybody else."""
    page = chromium.new_page(viewport={"width": 1100, "height": 800})
    page.set_default_timeout(10_000)
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(server.url) else troubles.append(request.url))
    page.goto(server.url)
    yield page
    page.close()
    assert [trouble for trouble in troubles if not trouble.startswith("data:")] == []


def email(page: Page) -> Frame:
    frame = page.frames[1]
    frame.wait_for_load_state()
    return frame


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).check()


def test_opens_with_the_email_as_sent(page: Page) -> None:
    """The first look is the e-mail as it would be sent, whole, without a scroll bar of its own."""
    assert email(page).inner_text("h1") == "Primary Care Weekly"
    inner = email(page).evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert inner[0] == inner[1]


@pytest.mark.parametrize(("name", "width"), [("Phone 375", 375), ("Small 320", 320)])
def test_phone_is_as_wide_as_a_phone(page: Page, name: str, width: int) -> None:
    """The e-mail is laid out in the width of a phone, and fits."""
    choose(page, name)
    assert email(page).evaluate("[innerWidth, document.documentElement.scrollWidth]") == [width, width]
    choose(page, "Desktop")
    assert email(page).evaluate("innerWidth") == 900


@pytest.mark.parametrize("system", ["light", "dark"])
def test_colours_do_not_depend_on_the_system(page: Page, system: str) -> None:
    """Light is light and dark is dark on any machine; as sent, the machine decides."""
    page.emulate_media(color_scheme="dark" if system == "dark" else "light")
    for name, address, colour in (
        ("Dark", "/email/dark", NIGHT),
        ("Light", "/email/light", PAPER),
        ("As sent", "/email/sent", NIGHT if system == "dark" else PAPER),
    ):
        choose(page, name)
        page.wait_for_function("(a) => frames[0].location.pathname === a && frames[0].document.body", arg=address)
        assert email(page).evaluate(BODY_COLOUR) == colour


def test_text_and_headers_take_the_emails_place(page: Page) -> None:
    """One part is seen at a time, and switches that do not concern it are off."""
    choose(page, "Text")
    expect(page.locator("#text pre")).to_contain_text("Unsubscribe from Primary Care Weekly:")
    expect(page.locator("iframe")).to_be_hidden()
    expect(page.get_by_role("radio", name="Dark")).to_be_disabled()
    choose(page, "Headers")
    expect(page.get_by_role("rowheader", name="X-Newsletter-Hash")).to_be_visible()
    expect(page.locator("#text")).to_be_hidden()
    choose(page, "E-mail")
    expect(page.locator("iframe")).to_be_visible()


def test_keyboard_is_enough(page: Page) -> None:
    """Tab and arrow keys reach and work every switch."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Read again")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#text")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("main")).to_have_attribute("data-width", "phone")


def test_reading_again_keeps_the_view(page: Page) -> None:
    """Who mends a template in the dark phone view stays in it."""
    choose(page, "Phone 375")
    choose(page, "Dark")
    page.get_by_role("button", name="Read again").click()
    page.wait_for_function("() => frames[0].location.pathname === '/email/dark' && frames[0].document.body")
    expect(page.get_by_role("radio", name="Phone 375")).to_be_checked()
    assert email(page).evaluate(BODY_COLOUR) == NIGHT


@pytest.mark.parametrize("width", [320, 375])
@pytest.mark.parametrize("part", ["E-mail", "Text", "Headers"])
def test_page_fits_a_phone(page: Page, width: int, part: str) -> None:
    """Nobody scrolls sideways to look at a preview."""
    page.set_viewport_size({"width": width, "height": 700})
    choose(page, part)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_contents_jump_within_the_email(page: Page) -> None:
    """The contents line works in the frame, and the page follows."""
    email(page).click('a[href="#section-4"]')
    page.wait_for_function("scrollY > 500")
    assert email(page).url.endswith("/email/sent#section-4")


def test_scripts_of_a_dump_stay_dead(chromium: Browser) -> None:
    """An e-mail in which a script got through all other guards still cannot run it."""
    shown = previewed(hostile())
    poisoned = shown.compiled.html.replace("</body>", "<script>top.document.title = 'owned'</script></body>")
    compiled = type(shown.compiled)(
        issue_id="i", subject="Safe", html=poisoned, text="", slots=shown.compiled.slots, hash="0" * 64
    )
    page = chromium.new_page()
    with running(lambda: previewed(hostile(), compiled=compiled)) as server:
        page.goto(server.url)
        email(page).wait_for_selector("h1")
        assert page.title() == "Preview: Safe"
        page.goto(f"{server.url}email/sent")
        assert page.title() != "owned"
    page.close()
