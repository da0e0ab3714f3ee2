
// ------------------------------------------------------------------ filters

// What is shown: kinds, years, focus, path.

/** An edge is in a range of years if it was in force at some time in it. Undated ones always stay. */
function inYears(edge) {
  if (!isDated(edge)) return true;
  const start = edge.start === undefined ? -Infinity : edge.start;
  const end = edge.end === undefined ? Infinity : edge.end;
  return (state.to === null || start <= state.to) && (state.from === null || end >= state.from);
}

const passes = (edge) => !state.hiddenEdgeKinds.has(edge.kind) && inYears(edge);

/** Fill nodeOn and edgeOn. A node goes when years and edge kinds leave it none of the edges it had. */
function filter() {
  const kept = edges.map(passes);
  nodes.forEach((node, n) => {
    const stays = edgesOf[n].length === 0 || edgesOf[n].some((e) => kept[e]);
    const wanted = stays && !state.hiddenNodeKinds.has(node.kind) && (node.group === undefined || state.open.has(node.group));
    nodeOn[n] = wanted || state.pins.has(n) ? 1 : 0;
  });
  const join = () => edges.forEach((edge, e) => (edgeOn[e] = kept[e] && nodeOn[edge.from] && nodeOn[edge.to] ? 1 : 0));
  join();
  pathSteps = state.path && stepsBetween(...state.path);
  if (state.path) {
    const kept = pathSteps || [[state.path[0]], [state.path[1]]];
    const way = onPath(kept);
    nodeOn.fill(0);
    for (const n of kept.flat()) nodeOn[n] = 1;
    join();
    edges.forEach((edge, e) => (edgeOn[e] = edgeOn[e] && way(edge) ? 1 : 0));
    return null;
  }
  if (!state.hops) return null;
  const distance = reach(state.centre, state.hops);
  for (const n of [...state.expanded, ...state.pins]) if (nodeOn[n] && !distance.has(n)) distance.set(n, 2);
  nodes.forEach((_, n) => (nodeOn[n] = distance.has(n) ? 1 : 0));
  join();
  return distance;
}

/** Nodes within some steps over edges that are shown, with their distance. */
function reach(centre, hops) {
  const distance = new Map([[centre, 0]]);
  let edge = [centre];
  for (let step = 1; step <= hops; step += 1) {
    const next = [];
    for (const n of edge) {
      for (const e of edgesOf[n]) {
        const other = edges[e].from === n ? edges[e].to : edges[e].from;
        if (!edgeOn[e] || distance.has(other)) continue;
        distance.set(other, step);
        next.push(other);
      }
    }
    edge = next;
  }
  return distance;
}

function markNear() {
  shownEdges = edgeOn.reduce((sum, on) => sum + on, 0);
  near.fill(0);
  if (state.node !== null) {
    near[state.node] = 1;
    for (const e of edgesOf[state.node]) if (edgeOn[e]) near[edges[e].from] = near[edges[e].to] = 1;
  } else if (state.edge !== null) {
    near[edges[state.edge].from] = near[edges[state.edge].to] = 1;
  } else if (state.bundle !== null) {
    near[pairs[state.bundle].a] = near[pairs[state.bundle].b] = 1;
  }
}

const hasSelection = () => state.node !== null || state.edge !== null || state.bundle !== null;
/** Whether the rest fades. In a focus the centre is selected, but all of it is what was asked for. */
const fades = () => state.edge !== null || state.bundle !== null || (state.node !== null && !(state.hops && state.node === state.centre));
const isHot = (e) =>
  state.edge === e || (state.bundle !== null && pairOf[e] === state.bundle) || (state.node !== null && fades() && (edges[e].from === state.node || edges[e].to === state.node));
