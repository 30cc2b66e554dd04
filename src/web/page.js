// Filters and sorts the table. Everything is in the page already: nothing is fetched, nothing is kept.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const body = find("places").tBodies[0];
  const heads = [...find("places").tHead.rows[0].cells];
  const count = find("count");
  const search = find("search");
  const selects = [...document.querySelectorAll(".filters select")];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...body.rows].map((row) => ({
    row,
    text: plain(row.textContent),
    values: selects.map((select) => row.dataset[select.name] ?? ""),
    stop: document.getElementById(row.id.replace(/^row-/, "stop-")),
    isShown: true,
  }));

  const filter = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const wanted = selects.map((select) => select.value);
    let shown = 0;
    for (const entry of rows) {
      const fits =
        wanted.every((value, at) => value === "" || value === entry.values[at]) &&
        words.every((word) => entry.text.includes(word));
      if (fits !== entry.isShown) {
        entry.isShown = fits;
        entry.row.hidden = !fits;
        entry.stop?.parentNode.classList.toggle("out", !fits);
      }
      shown += fits ? 1 : 0;
    }
    const sentence = shown === 0 ? count.dataset.none : count.dataset.some;
    const told = sentence.replace("{shown}", String(shown)).replace("{all}", String(rows.length));
    if (count.textContent !== told) {
      count.textContent = told;
    }
  };

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, rows.length > 2000 ? 200 : 60);
  });
  selects.forEach((select) => select.addEventListener("change", filter));
  find("reset").addEventListener("click", () => {
    search.value = "";
    selects.forEach((select) => (select.value = ""));
    filter();
    search.focus();
  });

  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const key = (row, at) => row.cells[at].dataset.key ?? row.cells[at].textContent.trim();
  const sort = (at) => {
    const head = heads[at];
    const turn = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
    const isNumber = head.dataset.number !== undefined;
    const keyed = rows.map((entry) => ({ entry, key: key(entry.row, at) }));
    const compare = (a, b) => {
      // What has no value stands last either way.
      if (a === "" || b === "") {
        return (a === "") - (b === "");
      }
      return turn * (isNumber ? parseFloat(a) - parseFloat(b) : collator.compare(a, b));
    };
    keyed.sort((a, b) => compare(a.key, b.key));
    body.append(...keyed.map(({ entry }) => entry.row));
  };
  heads.forEach((head, at) => {
    const label = head.firstElementChild;
    if (head.dataset.sorts === undefined) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label.textContent;
    button.addEventListener("click", () => sort(at));
    label.replaceWith(button);
  });

  // From a stop on the map to its row, and back, even where a filter hides the row.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#row-"], a[href^="#stop-"]');
    const goal = link && find((link.getAttribute("href") ?? "").slice(1));
    if (!goal) {
      return;
    }
    const hidden = goal.closest("tr[hidden]");
    if (hidden) {
      find("reset").click();
    }
    document.querySelector("tr.found")?.classList.remove("found");
    event.preventDefault();
    if (goal.id.startsWith("row-")) {
      goal.classList.add("found");
    }
    goal.focus({ preventScroll: true });
    goal.scrollIntoView({ block: "center" });
  });

  // A page that comes back from history keeps what was typed.
  document.querySelector(".filters").hidden = false;
  filter();
})();
