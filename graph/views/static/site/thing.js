
// The page of a thing: its data as JSON-LD and CSV, and its citation to copy. All of it stands on the page already.

function thing() {
  const files = $("files");
  const linked = $("ld");
  if (!files || !linked) return;
  const name = location.pathname.split("/").pop().replace(/\.html$/, "") || "thing";
  const add = (text, act) => files.append(make("button", { type: "button", text, on: { click: act } }));
  add("JSON-LD", () => save(linked.textContent, "application/ld+json", `${name}.jsonld`));
  add("CSV", () => save(csv(factsOf()), "text/csv;charset=utf-8", `${name}.csv`));
  for (const item of $("cites").children) {
    const text = item.textContent;
    const copy = make("button", { type: "button", text: t("Copy"), "aria-label": `${t("Copy citation")}: ${text.slice(0, 60)}` });
    copy.addEventListener("click", () => copyText(item, copy, text));
    item.append(copy);
  }
}

/** One row a value: what is said, and by whom. */
function factsOf() {
  const rows = [[t("Property"), t("Value"), t("Source")]];
  for (const body of document.querySelectorAll("#facts tbody")) {
    const said = [...body.querySelectorAll("tr.by td")].map((cell) => cell.innerText.replace(/\s*\n\s*/g, " | "));
    for (const row of body.querySelectorAll("tr:not(.by)")) {
      const items = row.querySelectorAll("li");
      for (const value of items.length ? items : [row.cells[1]]) rows.push([...plain(row.cells[0].textContent, value), said.join(" | ")]);
    }
  }
  return rows;
}

/** A number leaves as a number; what currency a sum has is told by its property. */
function plain(property, value) {
  const number = value.children.length === 1 && value.querySelector(":scope > data");
  if (!number) return [property, value.textContent.trim()];
  return [number.dataset.currency ? `${property} (${number.dataset.currency})` : property, number.value];
}

/** Where the clipboard is out of reach (a page opened from a file, in some browsers) the text is selected instead. */
async function copyText(item, button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t("Copied");
  } catch {
    getSelection().selectAllChildren(item.firstChild.nodeType === 3 ? wrapText(item) : item.firstChild);
    button.textContent = t("Selected");
  }
}

function wrapText(item) {
  const span = make("span", { text: item.firstChild.textContent });
  item.firstChild.replaceWith(span);
  return span;
}

thing();
