
// ------------------------------------------------------------------ camera

// Where the view stands.

let moved = false; // by hand: then the page does not move the camera on its own

function camera() {
  const canvas = frame.querySelector("canvas");
  const centre = network.getViewPosition();
  return { scale: network.getScale(), x: centre.x, y: centre.y, width: canvas.clientWidth, height: canvas.clientHeight };
}

const toScreen = (view, point) => ({
  x: (point.x - view.x) * view.scale + view.width / 2,
  y: (point.y - view.y) * view.scale + view.height / 2,
});

function moveTo(position, scale, animate) {
  const animation = animate && !calm.matches ? { duration: 280, easingFunction: "easeInOutQuad" } : false;
  network.moveTo({ position, scale, animation });
}

/** Show all that is shown, with margins for labels, which do not shrink with the drawing. */
function fit(animate) {
  const shown = place.filter((_, n) => nodeOn[n]);
  const { width, height } = camera();
  if (!shown.length || !width) return;
  const xs = shown.map((point) => point.x);
  const ys = shown.map((point) => point.y);
  const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  const label = state.hops ? 185 : Math.min(72, width * 0.14);
  const [left, right] = state.hops && narrow.matches ? [36, 150] : [label, label];
  const [top, bottom] = narrow.matches ? [26, 34] : [state.hops ? 30 : 24, state.hops ? 50 : 64];
  const across = Math.max(40, width - left - right) / Math.max(box.right - box.left, 1);
  const down = Math.max(40, height - top - bottom) / Math.max(box.bottom - box.top, 1);
  const scale = Math.min(across, down, state.hops ? 1 : 1.3);
  const x = (box.left + box.right) / 2 + (right - left) / 2 / scale;
  const y = (box.top + box.bottom) / 2 + (bottom - top) / 2 / scale;
  moveTo({ x, y }, scale, animate);
  moved = false;
}

function zoom(factor) {
  const view = camera();
  moved = true;
  moveTo({ x: view.x, y: view.y }, Math.min(6, Math.max(0.02, view.scale * factor)), true);
}

/** Bring a node into the middle if it is outside the view or too far away to read. */
function bringIntoView(n) {
  const view = camera();
  const at = toScreen(view, place[n]);
  const inside = at.x > 60 && at.y > 40 && at.x < view.width - 60 && at.y < view.height - 60;
  if (inside && view.scale > 0.5) return;
  moved = true;
  moveTo({ ...place[n] }, Math.max(view.scale, 0.8), true);
}
