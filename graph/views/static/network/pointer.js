
// ------------------------------------------------------------------ pointer

// What lies under the pointer, and what a click does.

/** What lies under a point of the screen: a node within reach of a finger, a label, an edge. */
function pick(point) {
  const view = camera();
  let best = null;
  let least = Infinity;
  nodes.forEach((_, n) => {
    if (!nodeOn[n]) return;
    const at = toScreen(view, place[n]);
    const distance = Math.hypot(at.x - point.x, at.y - point.y) - radiusOf(n, view.scale) * view.scale;
    if (distance < 8 && distance < least) {
      least = distance;
      best = n;
    }
  });
  if (best !== null) return { node: best };
  const label = labels.find((l) => point.x >= l.left && point.x <= l.right && point.y >= l.top && point.y <= l.bottom);
  if (label) return { node: label.n };
  return pickEdge(view, point);
}

function pickEdge(view, point) {
  const x = (point.x - view.width / 2) / view.scale + view.x;
  const y = (point.y - view.height / 2) / view.scale + view.y;
  let best = null;
  let least = 7 / view.scale;
  edges.forEach((edge, e) => {
    if (!edgeOn[e] || packed[e] === 2) return;
    const distance = distanceToEdge(e, x, y, least);
    if (distance < least) {
      least = distance;
      best = e;
    }
  });
  return best === null ? null : { edge: best };
}

/** The control point of a bent edge, as vis-network computes it for curvedCW and curvedCCW. */
function bendOf(e) {
  const edge = edges[e];
  if (!edge.smooth || packed[e]) return null;
  const a = place[edge.from];
  const b = place[edge.to];
  const factor = edge.smooth.roundness;
  const sign = edge.smooth.type === "curvedCW" ? 1 : -1;
  const angle = Math.atan2(a.y - b.y, b.x - a.x) + (0.5 * sign * factor + 0.5) * Math.PI;
  const length = (0.5 * factor + 0.5) * Math.hypot(b.x - a.x, b.y - a.y);
  return { x: a.x + length * Math.sin(angle), y: a.y + length * Math.cos(angle) };
}

const LOOP = 16;
function loopOf(n) {
  const angle = Math.PI / 4;
  const reachOut = LOOP + nodes[n].size * 0.5;
  return { x: place[n].x + reachOut * Math.cos(angle), y: place[n].y - reachOut * Math.sin(angle) };
}

function distanceToEdge(e, x, y, limit) {
  const { from, to } = edges[e];
  if (from === to) {
    const centre = loopOf(from);
    return Math.abs(Math.hypot(x - centre.x, y - centre.y) - LOOP);
  }
  const a = place[from];
  const b = place[to];
  const via = bendOf(e);
  const slack = limit + (via ? Math.hypot(via.x - (a.x + b.x) / 2, via.y - (a.y + b.y) / 2) : 0);
  if (x < Math.min(a.x, b.x) - slack || x > Math.max(a.x, b.x) + slack) return Infinity;
  if (y < Math.min(a.y, b.y) - slack || y > Math.max(a.y, b.y) + slack) return Infinity;
  if (!via) return distanceToSegment(x, y, a, b);
  let least = Infinity;
  let last = a;
  for (let i = 1; i <= 12; i += 1) {
    const t = i / 12;
    const next = { x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * via.x + t * t * b.x, y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * via.y + t * t * b.y };
    least = Math.min(least, distanceToSegment(x, y, last, next));
    last = next;
  }
  return least;
}

function distanceToSegment(x, y, a, b) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}

function listenToPointer() {
  network.on("click", ({ pointer }) => {
    const hit = pick(pointer.DOM);
    if (!hit) return hasSelection() ? select(null, null) : undefined;
    if (hit.node !== undefined) return pathFrom === null ? select(hit.node, null) : showPath(pathFrom, hit.node);
    return packed[hit.edge] ? selectBundle(pairOf[hit.edge]) : select(null, hit.edge);
  });
  network.on("doubleClick", ({ pointer }) => {
    const hit = pick(pointer.DOM);
    if (hit && hit.node !== undefined) {
      if (nodes[hit.node].stands_for) toggleGroup(hit.node);
      else focusOn(hit.node, 1);
    }
  });
  network.on("dragStart", () => {
    moved = true;
    hover(null);
  });
  network.on("zoom", () => (moved = true));
  network.on("dragging", ({ nodes: dragged }) => keepPlaces(dragged));
  network.on("dragEnd", ({ nodes: dragged }) => keepPlaces(dragged));
  let waiting = false;
  frame.addEventListener("pointermove", (event) => {
    if (waiting || event.buttons || event.pointerType === "touch") return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const box = frame.getBoundingClientRect();
      hover(pick({ x: event.clientX - box.left, y: event.clientY - box.top }), event);
    });
  });
  frame.addEventListener("pointerleave", () => hover(null));
}

function keepPlaces(dragged) {
  const at = network.getPositions(dragged);
  for (const n of dragged) {
    Object.assign(place[n], at[n]);
    drawn.x[n] = at[n].x;
    drawn.y[n] = at[n].y;
    if (!state.hops && !state.path) Object.assign(home[n], at[n]);
  }
}

function hover(hit, event) {
  const same = (a, b) => (a && a.node) === (b && b.node) && (a && a.edge) === (b && b.edge);
  if (!same(hit, hovered)) {
    const before = hovered;
    hovered = hit;
    frame.style.cursor = hit ? "pointer" : "";
    if ((before && before.edge !== undefined) || (hit && hit.edge !== undefined)) updateEdges();
    network.redraw();
  }
  showTip(hit, event);
}

function showTip(hit, event) {
  const tip = $("tip");
  tip.hidden = !hit;
  if (!hit) return;
  tip.replaceChildren(...tipOf(hit));
  const box = tip.parentElement.getBoundingClientRect();
  const left = Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 8);
  const below = event.clientY - box.top + 16;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${below + tip.offsetHeight > box.height ? below - tip.offsetHeight - 28 : below}px`;
}

function tipOf(hit) {
  if (hit.node !== undefined) {
    const node = nodes[hit.node];
    return [nameOf(node), make("small", { text: `${t(data.nodeKinds[node.kind].name)} · ${plural(edgesOf[hit.node].length, "edge")}` })];
  }
  const edge = edges[hit.edge];
  if (packed[hit.edge]) return [nameOf(nodes[edge.from]), " – ", nameOf(nodes[edge.to]), make("small", { text: plural(pairs[pairOf[hit.edge]].shown, "edge") })];
  const status = edge.expected ? ` · ${t("expected, not done")}` : "";
  const small = make("small", { text: `${t(edge.name)} · ${when(edge) || t("date not stated")}${status}` });
  return [nameOf(nodes[edge.from]), " → ", nameOf(nodes[edge.to]), small];
}
