"""In the dark every word stands out from its ground as WCAG 2.2 AA asks: 4.5 to 1, large ones 3 to 1."""

from tests.ledger_pages import orders
from tests.likeness.closings import copied

FAINT = """() => {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
  const over = (top, below) => [0, 1, 2].map((i) => (top[i] * top[3] + below[i] * (255 - top[3])) / 255).concat(255);
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, part, i) => { const v = c[i] / 255; return sum + part * (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
  const ground = (element) => { const own = rgba(getComputedStyle(element).backgroundColor); return own[3] === 255 || !element.parentElement ? own : over(own, ground(element.parentElement)); };
  const faint = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const element = words.currentNode.parentElement, said = words.currentNode.textContent.trim();
    if (!said || !element.offsetParent || element.closest("script, style, .visually-hidden, .skip, [disabled]")) continue;
    const style = getComputedStyle(element), below = ground(element);
    const [high, low] = [light(over(rgba(style.color), below)), light(below)].sort((a, b) => b - a);
    if ((high + 0.05) / (low + 0.05) < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) faint.push(said);
  }
  return faint;
}"""


def test_nothing_is_faint_in_the_dark(as_person, world):
    _earlier, later = copied(world)
    for width in (1280, 390):
        page = as_person(world.inspector, width=width)
        page.emulate_media(color_scheme="dark")
        for address in (
            "/",
            "/tasks",
            f"/tasks/{later.pk}",
            f"/tasks/{later.pk}/verification",
            "/findings",
            "/minutes/",
        ):
            page.goto(address)
            page.evaluate("document.querySelectorAll('.hint details').forEach((each) => (each.open = true))")
            assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
            assert page.evaluate(FAINT) == [], address


def test_what_sends_back_is_not_faint_in_the_dark(as_person, world):
    page = as_person(world.stevedores_head)
    page.emulate_media(color_scheme="dark")
    page.goto(f"/tasks/{orders.dispatched(world).pk}")
    assert page.get_by_role("link", name="Decline").count() == 1
    assert page.evaluate(FAINT) == []
