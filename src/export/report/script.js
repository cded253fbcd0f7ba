"use strict";
(() => {
  const matrix = document.getElementById("matrix-table");
  if (matrix) {
    const body = matrix.tBodies[0];
    const rows = Array.from(body.rows);
    const told = document.getElementById("matrix-told");
    const words = document.getElementById("matrix-words");
    const value = (row, at) => row.cells[at].dataset.v ?? row.cells[at].textContent.trim();
    // Numbers by size, words by letter, and what is missing last in either direction.
    const compare = (a, b, down) => {
      if (a === "" || b === "") return (a === "") - (b === "");
      const [x, y] = [Number(a), Number(b)];
      const order = Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, document.documentElement.lang) : x - y;
      return down ? -order : order;
    };
    const heads = Array.from(matrix.tHead.rows[0].cells);
    heads.forEach((head, at) => head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort((a, b) => compare(value(a, at), value(b, at), down)).forEach((row) => body.append(row));
    }));
    let wanted = "";
    const filter = () => {
      const typed = words.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits = row.textContent.toLowerCase().includes(typed) && (wanted === "" || row.dataset.marks.split(" ").includes(wanted));
        row.hidden = !fits;
        shown += fits;
      }
      told.textContent = `${shown} of ${rows.length} links`;
    };
    words.addEventListener("input", filter);
    const buttons = Array.from(document.querySelectorAll("[data-filter]"));
    for (const button of buttons) {
      button.addEventListener("click", () => {
        wanted = button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.filter;
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(other.dataset.filter === wanted)));
        filter();
      });
    }
    document.getElementById("matrix-filters").hidden = false;
  }
  const details = Array.from(document.querySelectorAll("details"));
  const every = document.getElementById("open-all");
  if (every) {
    every.hidden = false;
    every.addEventListener("click", () => {
      const open = details.some((one) => !one.open);
      details.forEach((one) => { one.open = open; });
      every.textContent = open ? "Close all" : "Open all";
    });
  }
  const open = () => {
    const at = location.hash && document.getElementById(location.hash.slice(1));
    if (at && at.tagName === "DETAILS") at.open = true;
  };
  addEventListener("hashchange", open);
  open();
  addEventListener("beforeprint", () => details.forEach((one) => { one.open = true; }));
})();
