
// ------------------------------------------------------------------ selection

// Selecting, focusing, going back.

function say(text) {
  $("said").textContent = text;
}

function select(node, edge, { look = false } = {}) {
  if (state.node === node && state.edge === edge && state.bundle === null) return;
  Object.assign(state, { node, edge, bundle: null });
  remember();
  refresh();
  if (look && node !== null && nodeOn[node]) bringIntoView(node);
  if (node !== null) say(`${nodes[node].label}: ${plural(edgesOf[node].length, "edge")}. ${t("Details follow the drawing.")}`);
}

function focusOn(node, hops) {
  if (node === null || node === undefined) return;
  if (!state.hops && !state.path && hops) wholeView = { ...camera(), moved };
  Object.assign(state, { node, edge: null, bundle: null, path: null, expanded: [], centre: hops ? node : null, hops });
  remember();
  refresh();
  if (hops) fit(true);
  else restoreView();
  say(hops ? `${nodes[node].label} ${t("and what lies within")} ${plural(hops, "step")}.` : t("The whole network."));
}

function restoreView() {
  if (wholeView && wholeView.moved) {
    moveTo({ x: wholeView.x, y: wholeView.y }, wholeView.scale, true);
    moved = true;
  } else fit(true);
  wholeView = null;
}

function leaveFocus() {
  Object.assign(state, { centre: null, hops: 0, path: null, expanded: [] });
  remember();
  refresh();
  restoreView();
  say(t("The whole network."));
}

/** Escape takes back one step: the focus, then the selection. */
function back() {
  if (pathFrom !== null) dropPath();
  else if (state.hops || state.path) leaveFocus();
  else if (hasSelection()) select(null, null);
}

function refresh() {
  show();
  const inside = state.hops > 0 || state.path !== null;
  $("leave").hidden = !inside;
  $("undo").disabled = !past.length;
  $("keys").hidden = inside; // the button takes its place
  showCount();
  showControls();
  showDetails();
  if ($("twin").open) showTables();
}

function filtered() {
  remember(false);
  refresh();
  if (!moved) fit(true);
}
