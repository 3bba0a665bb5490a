"""What a page must be for who reads it by ear, by keyboard or in other colours: programs that a browser runs on it."""

# ruff: noqa: E501  - programs stand as a browser reads them

# WCAG's contrast of every visible text with what lies below it, the lowest that falls short of 4.5 (large text: 3).
_CONTRAST = """
const parse = text => { const n = text.match(/[\\d.]+/g).map(Number); return [...n.slice(0, 3), n[3] ?? 1]; };
const mix = (over, under) => [0, 1, 2].map(i => over[3] * over[i] + (1 - over[3]) * under[i]).concat(1);
const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = c => { const [r, g, b] = c.slice(0, 3).map(channel);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const below = element => { const layers = [];
  for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
  return layers.reverse().reduce((under, over) => mix(over, under), [255, 255, 255, 1]); };
const faint = new Map();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());) {
  const element = node.parentElement, style = getComputedStyle(element);
  if (!node.data.trim() || !element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
  if (element.closest('mjx-container, svg, script, style')) continue;
  let opacity = 1; for (let e = element; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
  const under = below(element), colour = parse(style.color); colour[3] *= opacity;
  const [a, b] = [light(mix(colour, under)), light(under)].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.6 && Number(style.fontWeight) >= 700);
  if (ratio < (large ? 3 : 4.5) - 0.01)
    faint.set(`${style.color} ${element.className}`,
      `${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${node.data.trim().slice(0, 40)}`);
}
return [...faint.values()].slice(0, 10);"""
# What keeps somebody out, a line each, at most a dozen.
_BARRIERS = r"""
const said = new Set(), all = selector => [...document.querySelectorAll(selector)];
const seen = element => element.checkVisibility({checkVisibilityCSS: true});
const call = element => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 30)}`;
const named = element => (element.getAttribute('aria-label') || element.title || element.innerText || element.alt ||
  (element.labels && element.labels[0]?.innerText) || element.querySelector('img')?.alt ||
  (element.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id)?.innerText).join('') ||
  element.querySelector('svg title')?.textContent || element.textContent || element.placeholder || '').trim();
if (!document.documentElement.lang) said.add('no language');
if (!document.title.trim()) said.add('no title');
const titles = all('h1').filter(seen).length;
if (titles !== 1) said.add(`${titles} headings of the first level`);
const mains = all('main, [role=main]').filter(seen).length;
if (mains !== 1) said.add(`${mains} main parts`);
let level = 1;
for (const heading of all('main h1, main h2, main h3, main h4, main h5, main h6, article h1, article h2').filter(seen)) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) said.add(`a heading of level ${own} after one of level ${level}: ${call(heading)}`);
  level = own;
}
const parts = 'main, header, footer, nav, aside, [role=main], [role=banner], [role=contentinfo], [role=navigation], ' +
  '[role=search], [role=complementary], [role=region], dialog, .skip-to-content, a[href="#main"], a[href="#furo-main-content"]';
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());) {
  const element = node.parentElement;
  if (node.data.trim() && seen(element) && !element.closest('script, style, noscript, svg') && !element.closest(parts))
    said.add(`text in no part of the page: ${call(element)}`);
}
for (const image of all('img')) if (!image.hasAttribute('alt')) said.add(`no alt text: ${image.src.slice(0, 60)}`);
for (const table of all('table').filter(seen)) {
  if (!table.caption && !table.getAttribute('aria-label') && !table.getAttribute('aria-labelledby'))
    said.add(`a table without a caption: ${call(table)}`);
  if (!table.querySelector('th')) said.add(`a table without headers: ${call(table)}`);
  for (const head of table.querySelectorAll('th'))
    if (head.textContent.trim() && !head.scope && !head.closest('thead')) said.add(`a header of nothing: ${call(head)}`);
}
const ids = new Map();
for (const element of all('[id]')) ids.set(element.id, (ids.get(element.id) || 0) + 1);
for (const [id, times] of ids) if (times > 1 && !id.startsWith('MathJax') && !id.startsWith('mjx')) said.add(`${times} times the id ${id}`);
for (const element of all('[aria-labelledby], [aria-describedby]'))
  for (const id of `${element.getAttribute('aria-labelledby') || ''} ${element.getAttribute('aria-describedby') || ''}`.split(' '))
    if (id && !document.getElementById(id)) said.add(`${call(element)} is named by ${id}, which is not there`);
const steered = 'a[href], button, input, select, textarea, summary, [tabindex="0"], [role=button]';
for (const element of all(steered).filter(seen)) {
  if (element.type === 'hidden' || element.disabled) continue;
  if (!named(element)) said.add(`nothing says what it does: ${element.outerHTML.slice(0, 80)}`);
  if (element.tabIndex < 0) continue;
  const before = getComputedStyle(element), plain = [before.boxShadow, before.backgroundColor, before.borderColor, before.textDecorationLine].join();
  element.focus({focusVisible: true, preventScroll: true});
  const now = getComputedStyle(element), ring = now.outlineStyle !== 'none' && parseFloat(now.outlineWidth) > 0;
  const changed = [now.boxShadow, now.backgroundColor, now.borderColor, now.textDecorationLine].join() !== plain;
  if (document.activeElement === element && !ring && !changed) said.add(`no sign of the focus: ${call(element)}`);
}
document.activeElement?.blur();
for (const element of all('pre, div, section, table').filter(seen)) {
  const style = getComputedStyle(element), moves = /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
  if (moves && element.tabIndex < 0 && !element.querySelector(steered)) said.add(`cannot be scrolled by keyboard: ${call(element)}`);
}
for (const link of all('main p a[href], article p a[href]').filter(seen)) {
  const style = getComputedStyle(link), line = style.textDecorationLine.includes('underline') || parseFloat(style.borderBottomWidth) > 0;
  if (!line && !link.querySelector('img, svg') && link.closest('p').innerText.trim() !== link.innerText.trim())
    said.add(`a link that only its colour tells from text: ${call(link)}`);
}
return [...said].slice(0, 12);"""


def faint(browser) -> list[str]:
    """Return what is too faint to read on the page that the browser shows."""
    return browser.execute_script(_CONTRAST)


def barriers(browser) -> list[str]:
    """Return what keeps somebody out of the page that the browser shows, with everything unfolded."""
    # A window that nobody has in front of them shows no focus.
    browser.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    browser.execute_script("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    return browser.execute_script(_BARRIERS)
