
// ------------------------------------------------------------------ focus

// The layout of a focus, made anew so that every label has room.

const LINE = 15.5; // height of a label of one line, with air
let depth = new Map(); // steps from the centre
let ring2 = false; // whether some stand two steps away
let row = 0; // height of a row in a focus, in pixels; 0 in the whole network

/**
 * Place the neighbours of a node to its left and right, one to a row, so that each label has a row of its own;
 * those two steps away stand further out. On a phone all stand on the right. Made to be seen at scale 1.
 */
function placeFocus(distance) {
  depth = distance;
  const { width, height } = camera();
  const order = (a, b) => nodes[a].kind - nodes[b].kind || nodes[b].size - nodes[a].size || a - b;
  const first = [...distance.keys()].filter((n) => distance.get(n) === 1).sort(order);
  const second = childrenOf(first, distance, order);
  ring2 = second.length > 0;
  place[state.centre].x = place[state.centre].y = 0;
  const sides = narrow.matches ? [1] : [1, -1];
  const outer = second.length ? second : first;
  const perSide = Math.ceil(outer.length / sides.length);
  const fitting = Math.max(12, Math.floor((height - 80) / LINE));
  const columns = Math.max(1, Math.ceil(perSide / (2 * fitting))); // up to twice the height: zooming in will do
  row = Math.max(LINE, Math.min(44, ((height - 80) * columns) / Math.max(perSide, 1))) / columns;
  const inner = narrow.matches ? 70 : Math.max(56, width / 2 - (second.length ? 325 : 231));
  sides.forEach((sign, s) => {
    const share = (list) => list.slice(s * Math.ceil(list.length / sides.length), (s + 1) * Math.ceil(list.length / sides.length));
    placeColumns(share(first), sign, inner, second.length ? 1 : columns, perSide * row);
    placeColumns(share(second), sign, inner + 94, columns, perSide * row);
  });
  row *= columns;
}

/** Those two steps away, in the order of the neighbours that lead to them. */
function childrenOf(first, distance, order) {
  const seen = new Set();
  for (const parent of first) {
    const others = edgesOf[parent].filter((e) => edgeOn[e]).map((e) => (edges[e].from === parent ? edges[e].to : edges[e].from));
    for (const other of others.sort(order)) if (distance.get(other) === 2) seen.add(other);
  }
  for (const n of distance.keys()) if (distance.get(n) === 2) seen.add(n); // pinned ones may hang on nothing that is shown
  return [...seen];
}

/** Spread nodes over a height, bowed like a lens; more than one column when rows run out. */
function placeColumns(list, sign, left, columns, height) {
  const step = Math.min(height / Math.max(list.length, 1), row * 2.5);
  list.forEach((n, i) => {
    const y = (i + 0.5 - list.length / 2) * step;
    const bow = 46 * Math.sqrt(Math.max(0, 1 - (y / (height / 2 + 1)) ** 2));
    place[n].x = sign * (left + bow + (i % columns) * 210);
    place[n].y = y;
  });
}

function placeHome() {
  row = 0;
  ring2 = false;
  home.forEach((point, n) => {
    place[n].x = point.x;
    place[n].y = point.y;
  });
}
