
// ------------------------------------------------------------------ bundles

// Many edges between the same two nodes are drawn as one thick line with their number; choosing it draws them apart
// and lists every statement with its citations.

const BUNDLE_FROM = 5; // edges of one pair that still can be told apart

const pairs = [];
const pairOf = new Int32Array(edges.length);
{
  const known = new Map();
  edges.forEach((edge, e) => {
    const [a, b] = edge.from < edge.to ? [edge.from, edge.to] : [edge.to, edge.from];
    const key = `${a} ${b}`;
    if (!known.has(key)) {
      known.set(key, pairs.length);
      pairs.push({ a, b, edges: [], shown: 0 });
    }
    pairOf[e] = known.get(key);
    pairs[pairOf[e]].edges.push(e);
  });
}

const packed = new Uint8Array(edges.length); // 0 drawn by itself, 1 drawn for its bundle, 2 inside a bundle

/** The pair that is looked at is drawn apart. */
const openPair = () => (state.bundle !== null ? state.bundle : state.edge !== null ? pairOf[state.edge] : null);

function pack() {
  packed.fill(0);
  const open = openPair();
  pairs.forEach((pair, p) => {
    const shown = pair.edges.filter((e) => edgeOn[e]);
    pair.shown = shown.length;
    if (shown.length < BUNDLE_FROM || p === open || pair.a === pair.b) return;
    const kinds = new Map();
    for (const e of shown) kinds.set(edges[e].kind, (kinds.get(edges[e].kind) || 0) + 1);
    const most = [...kinds].sort((x, y) => y[1] - x[1] || x[0] - y[0])[0][0];
    const first = shown.find((e) => edges[e].kind === most && !edges[e].expected) ?? shown[0];
    for (const e of shown) packed[e] = e === first ? 1 : 2;
  });
}

const bundleWidth = (pair) => 2 + Math.min(5, Math.log2(pair.shown));

/** The numbers on bundles, where there is room to read them. */
function bundleMarks(view) {
  if (view.scale < 0.45 && !state.hops) return [];
  const marks = [];
  edges.forEach((edge, e) => {
    if (packed[e] !== 1 || (fades() && !isHot(e))) return;
    const [a, b] = [toScreen(view, place[edge.from]), toScreen(view, place[edge.to])];
    marks.push({ e, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, text: String(pairs[pairOf[e]].shown) });
  });
  return marks;
}

function drawBundleMarks(context, view) {
  context.font = `600 10px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { x, y, text, e } of bundleMarks(view)) {
    const width = context.measureText(text).width + 8;
    context.beginPath();
    context.roundRect(x - width / 2, y - 7.5, width, 15, 7.5);
    context.fillStyle = theme.paper;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = theme.e[data.edgeKinds[edges[e].kind].slot];
    context.stroke();
    context.fillStyle = theme.ink;
    context.fillText(text, x, y + 0.5);
  }
}

function selectBundle(p) {
  Object.assign(state, { node: null, edge: null, bundle: p });
  remember();
  refresh();
  say(`${nodes[pairs[p].a].label} – ${nodes[pairs[p].b].label}: ${plural(pairs[p].shown, "edge")}`);
}

function bundleDetails(p) {
  const { a, b } = pairs[p];
  const shown = pairs[p].edges.filter((e) => edgeOn[e]);
  const parts = [
    make("p", { class: "eyebrow", text: `${t("Bundle of")} ${plural(shown.length, "edge")}` }),
    make("h2", {}, nodeButton(a), " – ", nodeButton(b)),
    make("p", { class: "quiet", text: t("Each line is a statement of its own; open it for its sources.") }),
  ];
  data.edgeKinds.forEach((kind, k) => {
    const group = shown.filter((e) => edges[e].kind === k);
    if (group.length) parts.push(...tieGroup(a, kind, group));
  });
  return parts;
}
