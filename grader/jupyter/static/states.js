// State and reason of submissions, on pages of formgrader. Text only: nothing of a submission becomes part of the page.
(function () {
  "use strict";
  const script = document.currentScript;
  const base = new URL("../..", script.src).pathname; // of .../grader/static/states.js
  const assignment = script.dataset.assignment;
  const LABELS = { graded: "label-success", partial: "label-warning", missing: "label-default" };

  function label(found) {
    const box = document.createElement("div");
    box.className = "grader-state";
    const mark = document.createElement("span");
    mark.className = "label " + (LABELS[found.state] || "label-danger");
    mark.textContent = found.state;
    box.append(mark);
    for (const text of [found.reason, ...found.mended.map((each) => "mended: " + each)].filter(Boolean)) {
      const line = document.createElement("div");
      line.style.cssText = "max-width: 40em; white-space: normal; text-align: left; font-weight: normal";
      line.textContent = text;
      box.append(line);
    }
    return box;
  }

  function add(place, found) {
    if (place && found && !place.querySelector(".grader-state")) place.append(label(found));
  }

  function mark(states) {
    for (const row of document.querySelectorAll("#main-table tr")) {
      const student = row.querySelector(".student-id");
      if (student) add(row.querySelector(".status:not(:empty)"), states.students[student.textContent.trim()]);
      const link = row.querySelector('.name a[href*="/formgrader/submissions/"]');
      if (link) add(row.querySelector(".name"), states.submissions[link.getAttribute("href").split("/").pop()]);
    }
    const page = document.querySelector("#notebook-container");
    if (page && typeof submission_id !== "undefined" && !page.querySelector(".grader-state")) {
      const found = states.submissions[submission_id];
      if (found) page.prepend(label(found));
    }
    for (const command of document.querySelectorAll("#collapseOne pre"))
      command.textContent = command.textContent.replace(/nbgrader autograde "([^"]*)"/, 'grader grade "$1"');
  }

  let known = { students: {}, submissions: {} };
  let waiting = false;

  async function ask() {
    waiting = false;
    const answer = await fetch(base + "grader/states/" + encodeURIComponent(assignment));
    if (answer.ok) known = await answer.json();
    for (const old of document.querySelectorAll(".grader-state")) old.remove();
    mark(known);
  }

  // formgrader draws its rows again after each action; what was graded then may have another state.
  document.addEventListener("DOMContentLoaded", function () {
    ask();
    const table = document.querySelector("#main-table");
    if (!table) return;
    new MutationObserver(function (changes) {
      const drawn = changes.some((change) =>
        [...change.addedNodes].some((node) => !(node.classList && node.classList.contains("grader-state"))));
      if (!drawn || waiting) return;
      waiting = true;
      setTimeout(ask, 200);
    }).observe(table, { childList: true, subtree: true });
  });
})();
