
// Lists: facets, text filter, sorting, an address that keeps the choice, and what is shown as CSV. Everything is read
// from the table itself, which is what stands there without a script.

function list() {
  const table = $("rows");
  if (!table) return;
  const SHOWN_FIRST = 8; // values of a facet before "more"
  const heads = [...table.tHead.rows[0].cells];
  const columns = heads.map((head) => ({ head, key: head.dataset.key, title: head.textContent, facet: head.dataset.facet || "" }));
  const nameColumn = columns.findIndex((column) => column.key === "name");
  const rows = [...table.tBodies[0].rows].map((row, place) => {
    const cells = [...row.cells];
    return { row, place, text: fold(row.textContent), values: cells.map(valuesOf), numbers: cells.map(numbersOf) };
  });
  const facets = columns.map((column, c) => ({ ...column, c })).filter(({ facet, c }) => facet && rows.some((row) => row.values[c].length));
  let chosen = emptyChoice();

  function valuesOf(cell) {
    return cell.children.length ? [...cell.children].map((child) => child.textContent) : cell.textContent ? [cell.textContent] : [];
  }

  /** The numbers of a cell as data: plain, where the page writes 25,000,000. */
  function numbersOf(cell) {
    return [...cell.querySelectorAll("data")].map((data) => ({ value: data.value, currency: data.dataset.currency || "" }));
  }

  function emptyChoice() {
    return { text: "", values: new Map(), years: new Map(), sort: null, down: false };
  }

  // What a row must meet

  const years = (row, c) => row.values[c].flatMap((value) => (value.match(/\d{4}/g) || []).map(Number));

  /** A row without a date is in no range of years: the page says how many such rows there are. */
  function inYears(row, c, [from, to]) {
    const found = years(row, c);
    return found.length > 0 && Math.max(...found) >= (from ?? -Infinity) && Math.min(...found) <= (to ?? Infinity);
  }

  function passes(row, except) {
    if (chosen.words.some((word) => !row.text.includes(word))) return false;
    for (const { c, key, facet } of facets) {
      if (c === except) continue;
      if (facet === "years") {
        const range = chosen.years.get(key);
        if (range && !inYears(row, c, range)) return false;
      } else {
        const wanted = chosen.values.get(key);
        if (wanted && wanted.size && !row.values[c].some((value) => wanted.has(value))) return false;
      }
    }
    return true;
  }

  // The address

  function hashOf() {
    const query = new URLSearchParams();
    if (chosen.text) query.set("q", chosen.text);
    for (const [key, values] of chosen.values) for (const value of [...values].sort()) query.append(key, value);
    for (const [key, [from, to]] of chosen.years) query.set(key, `${from ?? ""}-${to ?? ""}`);
    if (chosen.sort !== null) query.set("sort", columns[chosen.sort].key + (chosen.down ? ".down" : ""));
    return query.toString();
  }

  /** Read an address; whatever is not understood is left out. */
  function read(hash) {
    const query = new URLSearchParams(hash.replace(/^#/, ""));
    const choice = emptyChoice();
    choice.text = query.get("q") || "";
    for (const { key, facet, c } of facets) {
      if (facet === "years") {
        const range = /^(\d{1,4})?-(\d{1,4})?$/.exec(query.get(key) || "");
        if (range && (range[1] || range[2])) choice.years.set(key, [range[1] ? Number(range[1]) : null, range[2] ? Number(range[2]) : null]);
      } else {
        const known = new Set(rows.flatMap((row) => row.values[c]));
        const values = query.getAll(key).filter((value) => known.has(value));
        if (values.length) choice.values.set(key, new Set(values));
      }
    }
    const [key, down] = (query.get("sort") || "").split(".");
    const sort = columns.findIndex((column) => column.key === key);
    if (key && sort >= 0) Object.assign(choice, { sort, down: down === "down" });
    return choice;
  }

  // What is seen

  const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true, sensitivity: "base" });

  function sortRows() {
    const ordered = [...rows];
    if (chosen.sort !== null) {
      const of = (row) => row.values[chosen.sort].join("; ");
      ordered.sort((a, b) => {
        if (!of(a) !== !of(b)) return of(a) ? -1 : 1; // what is not stated comes last either way
        return (chosen.down ? -1 : 1) * compared(a, b, of) || a.place - b.place;
      });
    }
    table.tBodies[0].append(...ordered.map(({ row }) => row));
    columns.forEach(({ head }, c) => head.setAttribute("aria-sort", chosen.sort !== c ? "none" : chosen.down ? "descending" : "ascending"));
    return ordered;
  }

  /** Sums of one currency stand together: nobody can say which of two currencies is more. */
  function compared(a, b, of) {
    const [one, other] = [a.numbers[chosen.sort][0], b.numbers[chosen.sort][0]];
    if (!one || !other) return collator.compare(of(a), of(b));
    return collator.compare(one.currency, other.currency) || Number(one.value) - Number(other.value);
  }

  let shown = rows;
  function show() {
    chosen.words = fold(chosen.text).split(/\s+/).filter(Boolean);
    const ordered = sortRows();
    for (const row of rows) row.row.hidden = !passes(row, null);
    shown = ordered.filter(({ row }) => !row.hidden);
    facets.forEach(showFacet);
    showBar();
    remember(hashOf());
  }

  function count(c) {
    const counts = new Map();
    for (const row of rows) {
      if (!passes(row, c)) continue;
      for (const value of new Set(row.values[c])) counts.set(value, (counts.get(value) || 0) + 1);
    }
    return counts;
  }

  function buildFacet(facet, number) {
    const box = make("details", { open: number < 4 }, make("summary", { text: facet.title }));
    facet.box = box;
    if (facet.facet === "years") buildYears(facet);
    else {
      facet.list = make("ul");
      facet.all = false;
      facet.values = [...new Set(rows.flatMap((row) => row.values[facet.c]))];
      box.append(facet.list);
    }
    if ((chosen.values.get(facet.key) || chosen.years.get(facet.key))) box.open = true;
    return box;
  }

  function buildYears(facet) {
    const all = rows.flatMap((row) => years(row, facet.c));
    const input = (name, placeholder) => make("input", { type: "number", inputmode: "numeric", placeholder, "aria-label": `${facet.title}: ${name}` });
    facet.from = input(t("from year"), Math.min(...all));
    facet.to = input(t("to year"), Math.max(...all));
    facet.undated = make("p", { class: "number" });
    for (const one of [facet.from, facet.to]) {
      one.addEventListener("input", () => {
        const year = (element) => (/^\d{4}$/.test(element.value) ? Number(element.value) : null);
        const range = [year(facet.from), year(facet.to)];
        if (range[0] === null && range[1] === null) chosen.years.delete(facet.key);
        else chosen.years.set(facet.key, range);
        show();
      });
    }
    facet.box.append(make("div", { class: "range" }, facet.from, "–", facet.to), facet.undated);
  }

  function showFacet(facet) {
    if (facet.facet === "years") {
      const [from, to] = chosen.years.get(facet.key) || [null, null];
      if (document.activeElement !== facet.from) facet.from.value = from ?? "";
      if (document.activeElement !== facet.to) facet.to.value = to ?? "";
      const undated = rows.filter((row) => passes(row, facet.c) && !row.values[facet.c].length).length;
      facet.undated.textContent = undated ? `${undated} ${t("without a date")}` : "";
      return;
    }
    const counts = count(facet.c);
    const wanted = chosen.values.get(facet.key) || new Set();
    const order = [...facet.values].sort((a, b) => wanted.has(b) - wanted.has(a) || (counts.get(b) || 0) - (counts.get(a) || 0) || collator.compare(a, b));
    const some = facet.all ? order : order.slice(0, Math.max(SHOWN_FIRST, wanted.size));
    const items = some.map((value) => {
      const box = make("input", { type: "checkbox" });
      box.checked = wanted.has(value);
      box.addEventListener("change", () => choose(facet.key, value, box.checked));
      const number = counts.get(value) || 0;
      return make("li", {}, make("label", { class: number ? null : "none" }, box, make("span", { text: value }), make("span", { class: "number", text: number })));
    });
    if (order.length > some.length) {
      const more = make("button", { type: "button", text: `${order.length - some.length} ${t("more")}`, on: { click: () => { facet.all = true; showFacet(facet); } } });
      items.push(make("li", {}, more));
    }
    const focused = document.activeElement && facet.list.contains(document.activeElement) && document.activeElement.closest("label");
    const name = focused && focused.children[1].textContent;
    facet.list.replaceChildren(...items);
    if (name) [...facet.list.querySelectorAll("label")].find((label) => label.children[1].textContent === name)?.querySelector("input").focus();
  }

  function choose(key, value, isOn) {
    const values = chosen.values.get(key) || new Set();
    if (isOn) values.add(value);
    else values.delete(value);
    if (values.size) chosen.values.set(key, values);
    else chosen.values.delete(key);
    show();
  }

  const parts = {};
  function buildBar() {
    parts.text = make("input", { type: "search", "aria-label": t("Filter by text"), placeholder: t("Filter by text") });
    parts.text.addEventListener("input", () => { chosen.text = parts.text.value; show(); });
    parts.count = make("p", { role: "status" });
    parts.chips = make("div", { class: "chips" });
    parts.csv = make("button", { type: "button", text: "CSV", title: t("What is shown, as a table for spreadsheets"), on: { click: saveCsv } });
    const workbook = $("workbook");
    parts.sort = sorter();
    $("bar").append(...[parts.text, parts.count, parts.sort, parts.csv, workbook, parts.chips].filter(Boolean));
    $("bar").hidden = false;
    if (!heads.some((head) => head.classList.contains("extra"))) return;
    table.classList.add("lean");
    const toggle = make("button", { type: "button", text: t("All columns"), "aria-pressed": "false" });
    toggle.addEventListener("click", () => toggle.setAttribute("aria-pressed", String(!table.classList.toggle("lean"))));
    parts.csv.before(toggle);
  }

  /** On a phone the heads of columns are not there to sort by. */
  function sorter() {
    const select = make("select", { class: "sorter", "aria-label": t("Sort by") }, make("option", { value: "", text: t("Sort by") }));
    for (const { key, title } of columns) for (const [end, sign] of [["", "↑"], [".down", "↓"]]) select.append(make("option", { value: key + end, lang: table.tHead.lang || null, text: `${title} ${sign}` }));
    select.addEventListener("change", () => {
      const [key, down] = select.value.split(".");
      Object.assign(chosen, { sort: key ? columns.findIndex((column) => column.key === key) : null, down: down === "down" });
      show();
    });
    return select;
  }

  function showBar() {
    parts.sort.value = chosen.sort === null ? "" : columns[chosen.sort].key + (chosen.down ? ".down" : "");
    if (document.activeElement !== parts.text) parts.text.value = chosen.text;
    parts.count.textContent = `${written(shown.length)} ${t("of")} ${written(rows.length)}`;
    const chips = [];
    const chip = (text, act) => chips.push(make("button", { type: "button", text: `${text} ×`, title: t("Take this choice back"), on: { click: act } }));
    for (const [key, values] of chosen.values) for (const value of values) chip(value, () => choose(key, value, false));
    for (const [key, [from, to]] of chosen.years) chip(`${from ?? "…"}–${to ?? "…"}`, () => { chosen.years.delete(key); show(); });
    if (chips.length > 1) chip(t("all choices"), () => { chosen = { ...emptyChoice(), sort: chosen.sort, down: chosen.down }; show(); });
    parts.chips.replaceChildren(...chips);
  }

  /** Numbers leave as numbers, and the currency of a sum as a column of its own. */
  function saveCsv() {
    const address = (row) => (nameColumn >= 0 ? row.row.cells[nameColumn].querySelector("a")?.href || "" : "");
    const money = columns.map(({ head }) => head.dataset.money !== undefined);
    const head = [...columns.flatMap(({ title }, c) => (money[c] ? [title, t("Currency")] : [title])), ...(nameColumn >= 0 ? [t("Page")] : [])];
    const cells = (row) => row.values.flatMap((values, c) => {
      const numbers = row.numbers[c];
      const plain = (numbers.length === values.length ? numbers.map(({ value }) => value) : values).join("; ");
      return money[c] ? [plain, [...new Set(numbers.map(({ currency }) => currency))].join("; ")] : [plain];
    });
    const body = shown.map((row) => [...cells(row), ...(nameColumn >= 0 ? [pageOf(address(row))] : [])]);
    save(csv([head, ...body]), "text/csv;charset=utf-8", `${table.dataset.name.replace(/[^\w.-]+/g, "-")}.csv`);
  }

  /** The permanent name of a page of ours: where the folder lies on this machine is nobody's business. */
  const pageOf = (address) => address.replace(/^.*\/([^/]+\/[^/]+)\.html$/, "$1");

  function buildSort() {
    columns.forEach(({ head, title }, c) => {
      head.replaceChildren(make("button", { type: "button", class: "sort", text: title, on: { click: () => sortBy(c) } }));
    });
  }

  function sortBy(c) {
    if (chosen.sort !== c) Object.assign(chosen, { sort: c, down: false });
    else if (!chosen.down) chosen.down = true;
    else Object.assign(chosen, { sort: null, down: false });
    show();
  }

  function start() {
    chosen = read(location.hash);
    chosen.words = [];
    buildBar();
    buildSort();
    table.classList.add("cards");
    if (nameColumn >= 0) for (const { row } of rows) row.cells[nameColumn].classList.add("is-name");
    columns.forEach(({ head, facet }, c) => { if (facet === "years" || head.dataset.money !== undefined) for (const { row } of rows) row.cells[c].classList.toggle("unbroken", facet !== "years" || row.cells[c].textContent.length < 16); });
    columns.forEach(({ head, title }, c) => { // on a phone a row is a card without headings: a bare count would say nothing
      if (head.classList.contains("extra") || rows.every((row) => row.values[c].every((value) => /^\d+$/.test(value)))) for (const { row } of rows) row.cells[c].dataset.title = title;
    });
    if (facets.length && $("facets")) {
      const all = make("details", { class: "all", open: matchMedia("(min-width: 48.01rem)").matches }, make("summary", { text: t("Filters") }));
      all.append(...facets.map(buildFacet));
      $("facets").append(all);
      $("facets").hidden = false;
      $("list").classList.add("live");
    } else facets.length = 0;
    window.addEventListener("hashchange", () => { chosen = read(location.hash); show(); });
    show();
  }

  start();
}

list();
