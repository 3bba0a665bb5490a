// What Sphinx's pages lack for who reads by ear or steers by keyboard.

// A table is called after the section in which it stands.
function nameTables() {
  for (const table of document.querySelectorAll("article table")) {
    const title = table.closest("section")?.querySelector("h1, h2, h3, h4, h5, h6")?.cloneNode(true);
    title?.querySelectorAll(".headerlink").forEach((link) => link.remove());
    if (title && !table.caption && !table.hasAttribute("aria-label")) table.setAttribute("aria-label", title.innerText);
  }
}

// What scrolls can be reached, and then the arrow keys move it; what does not scroll is no stop on the way.
function reachWhatScrolls() {
  for (const block of document.querySelectorAll("article pre, article .output, article .table-wrapper")) {
    if (block.scrollWidth > block.clientWidth + 1) block.tabIndex = 0;
    else block.removeAttribute("tabindex");
  }
}

addEventListener("DOMContentLoaded", () => {
  nameTables();
  reachWhatScrolls();
});
addEventListener("resize", reachWhatScrolls);
addEventListener("toggle", reachWhatScrolls, true);
