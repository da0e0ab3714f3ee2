
// ------------------------------------------------------------------ permalink

// The address that restores what is seen.

const slugOf = (iri) => iri.slice(Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1);
const bySlug = new Map();
const byIri = new Map();
nodes.forEach((node, n) => {
  const slug = slugOf(node.iri || "");
  bySlug.set(slug, bySlug.has(slug) ? null : n); // two nodes of one slug: then only the IRI will do
  byIri.set(node.iri, n);
});
const pairByName = (text) => {
  const [a, b] = (text || "").split("~").map(nodeAt);
  return a === null || b === null || a === undefined || b === undefined ? null : pairs.findIndex((pair) => pair.a === Math.min(a, b) && pair.b === Math.max(a, b));
};
const nodesAt = (text) => (text || "").split(",").map(nodeAt).filter((n) => n !== null);
const byKey = new Map(edges.map((edge, e) => [edge.key, e]));

const addressOf = (n) => {
  const slug = slugOf(nodes[n].iri || "");
  return slug && bySlug.get(slug) === n ? slug : nodes[n].iri;
};
const nodeAt = (address) => (byIri.has(address) ? byIri.get(address) : bySlug.has(address) ? bySlug.get(address) : null);

/** The hash that restores what is seen. `n.` and `e.` tell kinds of nodes from kinds of edges of one name. */
function hashOf() {
  const query = new URLSearchParams();
  const main = state.hops ? state.centre : state.node;
  if (main !== null) query.set("n", addressOf(main));
  if (state.hops) query.set("hops", state.hops);
  if (state.hops && state.node !== null && state.node !== state.centre) query.set("s", addressOf(state.node));
  if (state.edge !== null) query.set("e", edges[state.edge].key);
  if (state.bundle !== null) query.set("b", `${addressOf(pairs[state.bundle].a)}~${addressOf(pairs[state.bundle].b)}`);
  if (state.path) query.set("path", state.path.map(addressOf).join("~"));
  if (state.expanded.length) query.set("x", state.expanded.map(addressOf).join(","));
  if (state.pins.size) query.set("pin", [...state.pins].map(addressOf).join(","));
  if (state.open.size) query.set("open", [...state.open].map(addressOf).join(","));
  for (const kind of [...state.hiddenNodeKinds].sort()) query.append("hide", `n.${data.nodeKinds[kind].name}`);
  for (const kind of [...state.hiddenEdgeKinds].sort()) query.append("hide", `e.${data.edgeKinds[kind].name}`);
  if (state.from !== null || state.to !== null) query.set("y", `${state.from ?? ""}-${state.to ?? ""}`);
  const text = query.toString();
  return text ? `#${text}` : "";
}

/** Read a hash. Whatever is not understood is left out: a bad link shows the default view. */
function stateOf(hash) {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const read = initial();
  const main = nodeAt(query.get("n"));
  const hops = query.get("hops");
  const edge = byKey.get(query.get("e"));
  const second = nodeAt(query.get("s"));
  if (main !== null) {
    read.node = main;
    if (hops === "1" || hops === "2") Object.assign(read, { hops: Number(hops), centre: main });
    if (read.hops && second !== null) read.node = second;
  }
  if (edge !== undefined) Object.assign(read, { edge, node: null });
  const bundle = pairByName(query.get("b"));
  if (bundle !== null && bundle >= 0) Object.assign(read, { bundle, node: null, edge: null });
  const ends = (query.get("path") || "").split("~").map(nodeAt);
  if (ends.length === 2 && ends[0] !== null && ends[1] !== null && ends[0] !== ends[1]) Object.assign(read, { path: ends, hops: 0, centre: null });
  if (read.hops) read.expanded = nodesAt(query.get("x"));
  read.pins = new Set(nodesAt(query.get("pin")));
  read.open = new Set(nodesAt(query.get("open")).filter((n) => nodes[n].stands_for));
  const names = query.getAll("hide").flatMap((text) => [text, ...text.split(",")]);
  data.nodeKinds.forEach((kind, k) => names.includes(`n.${kind.name}`) && read.hiddenNodeKinds.add(k));
  data.edgeKinds.forEach((kind, k) => names.includes(`e.${kind.name}`) && read.hiddenEdgeKinds.add(k));
  const range = /^(\d{1,4})?-(\d{1,4})?$/.exec(query.get("y") || "");
  if (range && range[1]) read.from = Number(range[1]);
  if (range && range[2]) read.to = Number(range[2]);
  return read;
}

let lastHash = null;
const past = []; // addresses of what was seen before, for undo
function remember(isStep = true) {
  const hash = hashOf();
  if (hash === lastHash) return;
  if (lastHash !== null) past.push(lastHash);
  lastHash = hash;
  try {
    const address = hash || location.pathname + location.search;
    history[isStep ? "pushState" : "replaceState"](null, "", address);
  } catch {
    // srcdoc has no address to change; Escape and the button still go back
  }
}

function restore() {
  if (location.hash === lastHash) return;
  const focused = state.hops || state.path;
  if (!focused) wholeView = { ...camera(), moved };
  state = stateOf(location.hash);
  lastHash = location.hash;
  refresh();
  if (state.hops || state.path) fit(true);
  else if (focused) restoreView();
  if (!state.hops && state.node !== null && nodeOn[state.node]) bringIntoView(state.node);
}
