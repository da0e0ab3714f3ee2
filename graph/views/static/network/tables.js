
// ------------------------------------------------------------------ tables

// The same as tables, for eyes, keyboards and screen readers.

function showTables() {
  const shownNodes = nodes.map((_, n) => n).filter((n) => nodeOn[n]).sort((a, b) => nodes[a].label.localeCompare(nodes[b].label, "en") || a - b);
  const shownEdges = edges.map((_, e) => e).filter((e) => edgeOn[e]);
  const jump = (n) => {
    const name = nodeButton(n);
    name.addEventListener("click", () => $("details").focus()); // the panel is where the answer is
    return name;
  };
  $("tables").replaceChildren(
    table(t("Nodes"), [t("Name"), t("Kind"), t("Other names"), t("Edges"), t("Page")], shownNodes.map((n) => nodeRow(n, jump))),
    table(t("Edges"), [t("From"), t("How"), t("To"), t("Kind"), t("Dates"), t("Status"), t("Sources")], shownEdges.map((e) => edgeRow(e, jump))),
  );
}

function table(name, columns, rows) {
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col", text: column })));
  const body = make("tbody", {}, ...rows);
  const caption = make("caption", { text: `${name}: ${rows.length.toLocaleString("en")}` });
  return make("div", { class: "sheet", role: "region", "aria-label": `${t("Table of")} ${name.toLowerCase()}`, tabindex: 0 }, make("table", {}, caption, make("thead", {}, head), body));
}

function nodeRow(n, jump) {
  const node = nodes[n];
  const aliases = make("td", {});
  (node.aliases || []).forEach(([name, lang], i) => aliases.append(i ? "; " : "", make("bdi", { text: name, lang })));
  const own = page(node.url) ? link(page(node.url), t("page"), false) : null;
  if (own) own.setAttribute("aria-label", `${t("Page of")} ${node.label}`);
  const count = edgesOf[n].filter((e) => edgeOn[e]).length;
  return make("tr", {}, make("th", { scope: "row" }, jump(n)), make("td", { text: t(data.nodeKinds[node.kind].name) }), aliases, make("td", { text: count }), make("td", {}, own));
}

function edgeRow(e, jump) {
  const edge = edges[e];
  const how = make("button", { type: "button", class: "name", on: { click: () => { select(null, e); $("details").focus(); } } }, make("bdi", { text: t(edge.name) }));
  const sources = make("td", {});
  edge.sources.forEach((number, i) => {
    const { title, page: address } = data.sources[number];
    sources.append(i ? "; " : "", page(address) ? link(page(address), title || t("source"), false) : title || t("source"));
  });
  return make("tr", {}, make("td", {}, jump(edge.from)), make("td", {}, how), make("td", {}, jump(edge.to)), make("td", { text: t(data.edgeKinds[edge.kind].name) }), make("td", { text: when(edge) || t("date not stated") }), make("td", { text: edge.expected ? t("expected, not done") : "" }), sources);
}
