
// ------------------------------------------------------------------ keyboard

// Keys in the drawing and on the page.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The nearest node in a direction; what lies aside counts double. */
function neighbourIn([dx, dy]) {
  const from = state.node === null ? byWeight.find((n) => nodeOn[n]) : state.node;
  if (state.node === null) return from;
  let best = null;
  let least = Infinity;
  nodes.forEach((_, n) => {
    if (!nodeOn[n] || n === from) return;
    const [x, y] = [place[n].x - place[from].x, place[n].y - place[from].y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 0 || aside > 2.5 * ahead || ahead + 2 * aside >= least) return;
    least = ahead + 2 * aside;
    best = n;
  });
  return best;
}

function onDrawingKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (DIRECTIONS[event.key]) {
    const next = neighbourIn(DIRECTIONS[event.key]);
    if (next !== null && next !== undefined) select(next, null, { look: true });
  } else if (event.key === "Enter" && state.node !== null) focusOn(state.node, 1);
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit(true);
  else return;
  event.preventDefault();
}

function onKey(event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    $("search").focus();
  } else if (event.key === "Escape") back();
  else if (event.key === "z" && (event.ctrlKey || event.metaKey) && !typing) {
    event.preventDefault();
    undo();
  }
}
