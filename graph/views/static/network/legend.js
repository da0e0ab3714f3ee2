
// ------------------------------------------------------------------ legend

// Legend, filters, years, and the count of what is shown.

function kindToggle(list, kinds, hidden, k, icon) {
  const kind = kinds[k];
  const toggle = () => {
    if (hidden().has(k)) hidden().delete(k);
    else hidden().add(k);
    filtered();
  };
  const box = make("input", { type: "checkbox", on: { change: toggle } });
  box.checked = true;
  const name = make("span", { text: t(kind.name) });
  const number = make("span", { class: "number", text: kind.count.toLocaleString("en") });
  list.append(make("li", {}, make("label", {}, box, icon, name, number)));
  return { box, name, number };
}

const nodeToggles = [];
const edgeToggles = [];

function buildLegend() {
  data.nodeKinds.forEach((_, k) => nodeToggles.push(kindToggle($("node-kinds"), data.nodeKinds, () => state.hiddenNodeKinds, k, kindIcon(k, 22))));
  data.edgeKinds.forEach((kind, k) => edgeToggles.push(kindToggle($("edge-kinds"), data.edgeKinds, () => state.hiddenEdgeKinds, k, lineIcon(kind, false))));
  const expected = edges.filter((edge) => edge.expected).length;
  if (expected) {
    $("expected-note").hidden = false;
    $("expected-note").append(lineIcon({ width: 1.6, dashes: [] }, true), `${t("dashed: expected, not done")} (${expected})`);
  }
  $("years").hidden = !years;
  $("edge-kinds").closest("fieldset").hidden = !edges.length;
  if (!years) return;
  for (const id of ["from", "to"]) {
    $(id).min = years.low;
    $(id).max = years.high;
    $(id).placeholder = String(id === "from" ? years.low : years.high);
    $(id).addEventListener("input", readYears);
    $(id).addEventListener("change", showYears);
  }
  if (narrow.matches) $("filters").open = false;
}

function readYears() {
  const year = (id) => (/^\d{4}$/.test($(id).value) ? Number($(id).value) : null);
  const [from, to] = [year("from"), year("to")];
  const swapped = from !== null && to !== null && from > to;
  Object.assign(state, swapped ? { from: to, to: from } : { from, to });
  filtered();
}

/** Write what is chosen into both boxes: years given the wrong way round were exchanged. */
function showYears() {
  for (const id of ["from", "to"]) $(id).value = state[id] ?? "";
}

/** Edges that began in each year; the range that is chosen in colour. */
function drawHistogram() {
  if (!years) return;
  const span = years.high - years.low + 1;
  const counts = new Array(span).fill(0);
  for (const edge of edges) if (edge.start !== undefined && !state.hiddenEdgeKinds.has(edge.kind)) counts[edge.start - years.low] += 1;
  const most = Math.max(1, ...counts);
  const chart = $("histogram");
  chart.setAttribute("viewBox", `0 0 ${span} 40`);
  chart.setAttribute("preserveAspectRatio", "none");
  const bars = counts.map((count, i) => {
    const year = years.low + i;
    const chosen = (state.from === null || year >= state.from) && (state.to === null || year <= state.to);
    const height = count ? Math.max(2, (count / most) * 38) : 0;
    return svg("rect", { x: i + 0.1, width: 0.8, y: 39 - height, height }, { fill: chosen ? "var(--e1)" : "var(--line-strong)" });
  });
  bars.push(svg("rect", { x: 0, width: span, y: 39, height: 1 }, { fill: "var(--line-strong)" }));
  chart.replaceChildren(...bars);
}

/** Members of a group that is closed are not missing: their group stands for them. */
const counts = (node) => node.group === undefined || state.open.has(node.group);

function showCount() {
  const count = (flags) => flags.reduce((sum, on) => sum + on, 0);
  const [shownNodes, shownEdges] = [count(nodeOn), count(edgeOn)];
  const total = { nodes: nodes.filter(counts).length, edges: edges.filter((edge) => counts(nodes[edge.from]) && counts(nodes[edge.to])).length };
  $("count").textContent = `${shownNodes.toLocaleString("en")} ${t("of")} ${plural(total.nodes, "node")}, ${shownEdges.toLocaleString("en")} ${t("of")} ${plural(total.edges, "edge")} ${t("shown")}`;
  const undated = edges.filter((edge, e) => edgeOn[e] && !isDated(edge)).length;
  $("undated").textContent = undated ? `${plural(undated, "edge")} ${t("shown")}: ${t("date not stated")}` : "";
}

function showControls() {
  const mark = (toggles, hidden, total) =>
    toggles.forEach(({ box, name, number }, k) => {
      box.checked = !hidden.has(k);
      name.className = box.checked ? "" : "off";
      const shown = total.shown[k] || 0;
      number.textContent = shown === total.all[k] ? shown.toLocaleString("en") : `${shown.toLocaleString("en")} ${t("of")} ${total.all[k].toLocaleString("en")}`;
    });
  mark(nodeToggles, state.hiddenNodeKinds, tally(nodes, nodeOn, data.nodeKinds));
  mark(edgeToggles, state.hiddenEdgeKinds, tally(edges, edgeOn, data.edgeKinds));
  for (const id of ["from", "to"]) {
    if (document.activeElement !== $(id)) $(id).value = state[id] ?? "";
  }
  $("reset").hidden = !(state.hiddenNodeKinds.size || state.hiddenEdgeKinds.size || state.from !== null || state.to !== null);
  drawHistogram();
}

function tally(items, on, kinds) {
  const shown = new Array(kinds.length).fill(0);
  const all = new Array(kinds.length).fill(0);
  items.forEach((item, i) => {
    shown[item.kind] += on[i];
    const there = item.from === undefined ? counts(item) : counts(nodes[item.from]) && counts(nodes[item.to]);
    if (there || on[i]) all[item.kind] += 1;
  });
  return { shown, all };
}

function resetFilters() {
  $("from").value = $("to").value = "";
  Object.assign(state, { hiddenNodeKinds: new Set(), hiddenEdgeKinds: new Set(), from: null, to: null });
  filtered();
  $("search").focus(); // the button that had the keyboard is gone
}
