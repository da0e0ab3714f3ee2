
// ------------------------------------------------------------------ state

// What is seen now: the choice that the permalink keeps, and what follows from it for each node and edge.

/** What the permalink says. Numbers of nodes and edges; null means none. */
const initial = () => ({
  node: null,
  edge: null,
  centre: null,
  hops: 0,
  bundle: null, // a pair of nodes whose edges are looked at
  path: null, // the two ends
  expanded: [], // nodes added to a focus by hand
  pins: new Set(), // nodes that stay whatever is filtered
  open: new Set(), // groups that are opened
  hiddenNodeKinds: new Set(),
  hiddenEdgeKinds: new Set(),
  from: null,
  to: null,
});
let state = initial();

const home = nodes.map((node) => ({ x: node.x, y: node.y })); // places in the whole network
const place = home.map((point) => ({ ...point })); // places as drawn
const nodeOn = new Uint8Array(nodes.length);
const edgeOn = new Uint8Array(edges.length);
let shownEdges = 0;
const near = new Uint8Array(nodes.length); // 1 if the selection touches it
let hovered = null; // {node} or {edge}
let pathSteps = null; // what lies between the ends of a path
let wholeView = null; // camera before the focus, to come back to
let theme = {};

const edgesOf = nodes.map(() => []);
edges.forEach((edge, e) => {
  edge.sources = edge.sources || [];
  edgesOf[edge.from].push(e);
  if (edge.to !== edge.from) edgesOf[edge.to].push(e);
});
const byWeight = nodes.map((_, n) => n).sort((a, b) => nodes[b].size - nodes[a].size || a - b);
const hubs = new Set(byWeight.slice(0, HUBS));
const leaders = new Set(byWeight.slice(0, big ? HUBS : 8)); // their names may cover other nodes, not other names
const years = yearsOfData();
