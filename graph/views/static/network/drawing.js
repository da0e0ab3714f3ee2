
// ------------------------------------------------------------------ drawing

// vis-network holds the canvas, pans, zooms, drags and draws edges. Nodes and labels are drawn here, so that labels
// keep their size on screen and give way to each other.

const restOpacity = edges.length > 2500 ? 0.22 : edges.length > 800 ? 0.34 : edges.length > 250 ? 0.5 : 0.62;

/** Nodes keep a size that can be seen and hit when the view is far away. */
function radiusOf(n, scale) {
  const room = row && n !== state.centre ? row * 0.42 : Infinity; // in a focus, no node reaches into the next row
  return Math.max(Math.min(nodes[n].size, room), (nodes.length > 600 ? 2.4 : 3.4) / scale);
}

function drawNode(context, n, x, y, scale) {
  const kind = data.nodeKinds[nodes[n].kind];
  const radius = radiusOf(n, scale);
  const selected = state.node === n;
  const faded = fades() && !near[n];
  const colour = theme.n[kind.slot];
  if (state.pins.has(n)) drawPin(context, x, y, radius, scale);
  if (selected || (hovered && hovered.node === n)) {
    context.beginPath();
    context.arc(x, y, radius * 1.25 + 5 / scale, 0, 2 * Math.PI);
    context.lineWidth = (selected ? 3 : 2) / scale;
    context.strokeStyle = theme.accent;
    context.stroke();
  }
  tracePath(context, x, y, radius, CORNERS[nodes[n].kind]);
  context.fillStyle = theme.paper; // below what fades, or edges would shine through
  context.fill();
  context.globalAlpha = faded ? 0.22 : 1;
  if (!kind.hollow) {
    context.fillStyle = colour;
    context.fill();
  }
  context.lineWidth = kind.hollow ? Math.max(2, radius * 0.3) : 1.5 / scale;
  context.strokeStyle = kind.hollow ? colour : theme.paper; // a rim of ground parts nodes that touch
  context.stroke();
  context.globalAlpha = 1;
}

/** A pinned node stands on a line: a sign that is no colour. */
function drawPin(context, x, y, radius, scale) {
  context.beginPath();
  context.moveTo(x - radius * 1.3, y + radius * 1.3 + 2 / scale);
  context.lineTo(x + radius * 1.3, y + radius * 1.3 + 2 / scale);
  context.lineWidth = 2.5 / scale;
  context.strokeStyle = theme.ink;
  context.stroke();
}

function visNode(n) {
  const extent = 2 * nodes[n].size;
  const nodeDimensions = { width: extent, height: extent };
  return {
    id: n,
    x: place[n].x,
    y: place[n].y,
    hidden: !nodeOn[n],
    shape: "custom",
    ctxRenderer: ({ ctx, x, y }) => ({ drawNode: () => drawNode(ctx, n, x, y, network.getScale()), nodeDimensions }),
  };
}

function edgeLook(e) {
  const edge = edges[e];
  const kind = data.edgeKinds[edge.kind];
  if (!edgeOn[e] || packed[e] === 2) return { key: "off", hidden: true };
  const hot = isHot(e) || (hovered && hovered.edge === e);
  const opacity = hot ? 1 : fades() ? 0.1 : state.hops ? (shownEdges > 80 ? 0.4 : 0.7) : restOpacity;
  const arrow = packed[e] ? false : hot || (state.hops > 0 && shownEdges < 80);
  return {
    key: `${opacity}${hot}${arrow}${theme.paper}${packed[e] ? pairs[pairOf[e]].shown : ""}`,
    hidden: false,
    smooth: (!packed[e] && edge.smooth) || false,
    color: { color: alpha(theme.e[kind.slot], opacity), inherit: false },
    width: (packed[e] ? bundleWidth(pairs[pairOf[e]]) : widthOf(edge)) + (hot ? 0.9 : 0),
    arrows: arrow ? { to: { enabled: true, scaleFactor: 0.5 } } : { to: { enabled: false } },
  };
}

function widthOf(edge) {
  const extra = edge.stands_for ? Math.log10(1 + edge.stands_for) : 0;
  return data.edgeKinds[edge.kind].width + extra;
}

const dashesOf = (edge) => (edge.expected ? data.expectedLine : data.edgeKinds[edge.kind].dashes);

function visEdge(e) {
  const { key, ...look } = edgeLook(e);
  drawnEdge[e] = key;
  const dashes = dashesOf(edges[e]);
  return {
    id: `e${e}`,
    from: edges[e].from,
    to: edges[e].to,
    dashes: dashes.length ? [...dashes] : false,
    selfReference: { size: 16, angle: Math.PI / 4 },
    ...look,
  };
}

const drawnEdge = [];
let network = null;
let visNodes = null;
let visEdges = null;
let frame = null;

function start() {
  visNodes = new vis.DataSet(nodes.map((_, n) => visNode(n)));
  visEdges = new vis.DataSet(edges.map((_, e) => visEdge(e)));
  const options = JSON.parse(data.options);
  network = new vis.Network($("drawing"), { nodes: visNodes, edges: visEdges }, options);
  frame = $("drawing").querySelector(".vis-network");
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", `${t("Drawing of")} ${plural(nodes.length, "node")}. ${t("Arrow keys go from node to node; the tables below say the same.")}`);
  frame.setAttribute("aria-describedby", "keys");
  network.on("afterDrawing", drawLabels);
  network.on("resize", () => {
    if (!moved) fit(false);
  });
}

/** Hand vis-network only what changed: an update of all edges takes half a second at 5,000. */
function show() {
  const distance = filter();
  markNear();
  pack();
  if (state.path) placePath(pathSteps || [[state.path[0]], [state.path[1]]]);
  else if (state.hops) placeFocus(distance);
  else placeHome();
  updateNodes();
  updateEdges();
  network.redraw();
}

const drawn = { x: [], y: [], on: [] };
function updateNodes() {
  const changes = [];
  nodes.forEach((_, n) => {
    const { x, y } = place[n];
    if (drawn.x[n] === x && drawn.y[n] === y && drawn.on[n] === nodeOn[n]) return;
    drawn.x[n] = x;
    drawn.y[n] = y;
    drawn.on[n] = nodeOn[n];
    changes.push({ id: n, x, y, hidden: !nodeOn[n] });
  });
  if (changes.length) visNodes.update(changes);
}

function updateEdges() {
  const changes = [];
  edges.forEach((_, e) => {
    const { key, ...look } = edgeLook(e);
    if (drawnEdge[e] === key) return;
    drawnEdge[e] = key;
    changes.push({ id: `e${e}`, ...look });
  });
  if (changes.length) visEdges.update(changes);
}
