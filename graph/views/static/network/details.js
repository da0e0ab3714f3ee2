
// ------------------------------------------------------------------ details

// What is known of the node or edge that is selected, with every source.

function showDetails() {
  const panel = $("details");
  if (state.path && !hasSelection()) panel.replaceChildren(...pathDetails());
  else if (state.bundle !== null) panel.replaceChildren(...bundleDetails(state.bundle));
  else if (state.node !== null) panel.replaceChildren(...nodeDetails(state.node));
  else if (state.edge !== null) panel.replaceChildren(...edgeDetails(state.edge));
  else panel.replaceChildren(...overview());
  panel.scrollTop = 0;
}

const button = (text, act, attributes = {}) => make("button", { type: "button", ...attributes, text, on: { click: act } });

function nodeButton(n) {
  return make("button", { type: "button", class: "name", on: { click: () => select(n, null, { look: true }) } }, nameOf(nodes[n]));
}

function link(address, text, isOutside) {
  return make("a", { href: address, text, ...(isOutside ? { rel: "noopener noreferrer", target: "_blank" } : {}) });
}

function overview() {
  const list = make("ul", { class: "ranking" });
  const degree = (n) => edgesOf[n].filter((e) => edgeOn[e]).length;
  const best = nodes.map((_, n) => n).filter((n) => nodeOn[n]).sort((a, b) => degree(b) - degree(a) || nodes[b].size - nodes[a].size || a - b);
  for (const n of best.slice(0, 12)) {
    list.append(make("li", {}, kindIcon(nodes[n].kind), nodeButton(n), make("span", { class: "number", text: degree(n) })));
  }
  const heading = make("h3", { text: t("Most edges shown") });
  return [
    make("h2", { text: t("Pick a node or an edge") }),
    make("p", { class: "quiet", text: t("Its sources appear here, with the place in the document and the date.") }),
    heading,
    list,
  ];
}

function nodeDetails(n) {
  const node = nodes[n];
  const kind = data.nodeKinds[node.kind];
  const parts = [
    make("p", { class: "eyebrow" }, kindIcon(node.kind), t(kind.name)),
    make("h2", { lang: node.lang === "en" ? null : node.lang }, nameOf(node)),
  ];
  if (node.aliases) parts.push(aliasList(node.aliases));
  if (node.note) parts.push(make("p", { class: "note", text: node.note }));
  parts.push(nodeActions(n));
  if (!nodeOn[n]) parts.push(make("p", { class: "missing", text: t("Not drawn: filters leave it out.") }));
  const left = edgesOf[n].filter((e) => edgeOn[e]);
  if (edgesOf[n].length > left.length) {
    parts.push(make("p", { class: "quiet", text: `${edgesOf[n].length - left.length} ${t("of")} ${plural(edgesOf[n].length, "edge")} ${t("left out by filters.")}` }));
  }
  data.edgeKinds.forEach((edgeKind, k) => {
    const group = left.filter((e) => edges[e].kind === k);
    if (group.length) parts.push(...tieGroup(n, edgeKind, group));
  });
  if (!edgesOf[n].length) parts.push(make("p", { class: "quiet", text: t("No edges are known.") }));
  return parts;
}

function aliasList(aliases) {
  const list = make("ul", { class: "also", "aria-label": t("Other names") });
  for (const [name, lang] of aliases) {
    list.append(make("li", {}, make("bdi", { text: name, lang }), lang ? make("small", { text: ` ${languageName(lang)}` }) : ""));
  }
  return list;
}

function nodeActions(n) {
  const actions = make("div", { class: "actions" });
  if (nodes[n].stands_for) {
    const isOpen = state.open.has(n);
    actions.append(button(t(isOpen ? "Close the group" : "Open the group"), () => toggleGroup(n), { "aria-expanded": String(isOpen) }));
    return actions;
  }
  for (const hops of [1, 2]) {
    const isOn = state.hops === hops && state.centre === n;
    const text = t(hops === 1 ? "Neighbours only" : "Two steps");
    actions.append(button(text, () => (isOn ? leaveFocus() : focusOn(n, hops)), { "aria-pressed": String(isOn), "data-hops": hops }));
  }
  const more = state.hops ? hiddenNeighbours(n).length : 0;
  if (more) actions.append(button(`${t("Show")} ${Math.min(more, EXPAND)} ${t("of")} ${more} ${t("more neighbours")}`, () => expand(n)));
  actions.append(button(t("Path to …"), () => askPath(n)));
  actions.append(button(t("Pin"), () => pin(n), { "aria-pressed": String(state.pins.has(n)) }));
  if (page(nodes[n].url)) actions.append(link(page(nodes[n].url), t("Open its page →"), false));
  return actions;
}

function tieGroup(n, edgeKind, group) {
  const other = (e) => nodes[edges[e].from === n ? edges[e].to : edges[e].from].label;
  const begin = (e) => edges[e].start ?? Infinity;
  group.sort((a, b) => other(a).localeCompare(other(b), "en") || begin(a) - begin(b) || a - b);
  const list = make("ul", { class: "ties" });
  for (const e of group) list.append(make("li", {}, tie(n, e)));
  return [make("h3", {}, lineIcon(edgeKind, false), t(edgeKind.name), make("span", { class: "number", text: group.length })), list];
}

/** One edge in a node's list; its citations are made when it is opened, since a hub has hundreds. */
function tie(n, e, both = false) {
  const edge = edges[e];
  const outward = edge.from === n;
  const words = make("span", {}, make("span", { "aria-hidden": "true", text: outward ? "→ " : "← " }));
  words.append(make("span", { class: "unseen", text: `${t(outward ? "To" : "From")} ` }), nameOf(nodes[outward ? edge.to : edge.from]));
  const how = make("span", { class: "how" }, make("bdi", { text: t(edge.name) }));
  if (edge.expected) how.append(" ", make("span", { class: "badge", text: t("expected, not done") }));
  words.append(how);
  const summary = make("summary", {}, words, make("span", { class: "when", text: when(edge) || t("date not stated") }));
  const box = make("details", {}, summary);
  box.addEventListener("toggle", () => {
    if (!box.open || box.children.length > 1) return;
    const actions = make("div", { class: "actions" }, button(t("This edge"), () => select(null, e)), nodeButtonFor(edge, n));
    box.append(make("div", { class: "proof" }, citations(edge), actions));
  });
  return box;
}

const nodeButtonFor = (edge, n) => {
  const other = edge.from === n ? edge.to : edge.from;
  return button(t("Go there"), () => select(other, null, { look: true }), { "aria-label": `${t("Go to")} ${nodes[other].label}` });
};

function edgeDetails(e) {
  const edge = edges[e];
  const kind = data.edgeKinds[edge.kind];
  const facts = make("dl", { class: "facts" });
  const fact = (name, ...value) => facts.append(make("dt", { text: name }), make("dd", {}, ...value));
  fact("From", nodeButton(edge.from));
  fact("To", nodeButton(edge.to));
  fact("Dates", when(edge) || t("date not stated"));
  if (edge.expected) fact(t("Status"), make("span", { class: "badge", text: t("expected, not done") }));
  const parts = [
    make("p", { class: "eyebrow" }, lineIcon(kind, edge.expected), t(kind.name)),
    make("h2", {}, make("bdi", { text: t(edge.name) })),
    facts,
  ];
  if (page(edge.url)) parts.push(make("p", {}, make("a", { class: "open", href: page(edge.url), text: t("Open the statement →") })));
  parts.push(make("h3", {}, t("Sources"), make("span", { class: "number", text: edge.sources.length })), citations(edge));
  if (!edgeOn[e]) parts.push(make("p", { class: "missing", text: t("Not drawn: filters leave it out.") }));
  return parts;
}

function citations(edge) {
  if (edge.stands_for) return make("p", { class: "quiet", text: `${t("Stands for")} ${plural(edge.stands_for, "statement")}; ${t("each has its sources on the page of the thing itself.")}` });
  if (!edge.sources.length) return make("p", { class: "missing", text: t("No source is recorded.") });
  const list = make("ul", { class: "citations" });
  for (const number of edge.sources) list.append(citation(data.sources[number]));
  return list;
}

function citation(source) {
  const title = source.title || t("Untitled source");
  const cite = make("cite", {});
  if (page(source.page)) cite.append(make("a", { href: page(source.page) }, make("bdi", { text: title })));
  else cite.append(make("bdi", { text: title }));
  const item = make("li", {}, cite);
  const where = [source.at, source.date].filter(Boolean).join(" · ");
  item.append(make("span", { class: "where", text: where || t("place and date not stated") }));
  if (web(source.url)) item.append(link(web(source.url), `${t("Original at")} ${hostOf(source.url)} ↗`, true));
  return item;
}

function hostOf(address) {
  try {
    return new URL(address).host;
  } catch {
    return t("its publisher");
  }
}
