
// ------------------------------------------------------------------ steps back, pins, expanding

// Undo takes back any change of what is seen; the browser's own back button does the same where there is one.

const EXPAND = 12; // neighbours that one click adds

function undo() {
  const before = past.pop();
  if (before === undefined) return;
  const inside = state.hops || state.path;
  state = stateOf(before);
  lastHash = before;
  try {
    history.replaceState(null, "", before || location.pathname + location.search);
  } catch {
    // srcdoc has no address
  }
  refresh();
  if (state.hops || state.path) fit(true);
  else if (inside) restoreView();
  say(t("Taken back."));
}

function pin(n) {
  if (state.pins.has(n)) state.pins.delete(n);
  else state.pins.add(n);
  remember();
  refresh();
}

/** Neighbours of a node that the focus does not show yet, the weightiest first. */
function hiddenNeighbours(n) {
  const others = new Set(edgesOf[n].filter((e) => passes(edges[e])).map((e) => (edges[e].from === n ? edges[e].to : edges[e].from)));
  return [...others].filter((other) => !nodeOn[other] && !state.hiddenNodeKinds.has(nodes[other].kind)).sort((a, b) => nodes[b].size - nodes[a].size || a - b);
}

function expand(n) {
  const more = hiddenNeighbours(n).slice(0, EXPAND);
  state.expanded.push(...more);
  remember();
  refresh();
  fit(true);
  say(`${plural(more.length, "node")} ${t("added")}`);
}

/** Open or close a group of a picture that is too large to draw at once. */
function toggleGroup(n) {
  if (state.open.has(n)) state.open.delete(n);
  else state.open.add(n);
  remember();
  refresh();
  if (!moved) fit(true);
}
