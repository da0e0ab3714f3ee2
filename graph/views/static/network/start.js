
// ------------------------------------------------------------------ start

// From here the page runs.

function changeTheme() {
  readTheme();
  updateEdges();
  network.redraw();
}

/** Paper is light and has another shape than the screen. */
function print() {
  network.setSize("100%", "100%");
  changeTheme();
  fit(false);
}

function listen() {
  listenToPointer();
  listenToSearch();
  frame.addEventListener("keydown", onDrawingKey);
  document.addEventListener("keydown", onKey);
  $("leave").addEventListener("click", leaveFocus);
  $("undo").addEventListener("click", undo);
  $("fit").addEventListener("click", () => fit(true));
  $("closer").addEventListener("click", () => zoom(1.3));
  $("farther").addEventListener("click", () => zoom(1 / 1.3));
  $("reset").addEventListener("click", resetFilters);
  $("twin").addEventListener("toggle", () => $("twin").open && showTables());
  for (const [name, title, act] of EXPORTS) $("exports").append(button(name, act, { title }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changeTheme);
  matchMedia("print").addEventListener("change", print);
  window.addEventListener("popstate", restore);
  window.addEventListener("hashchange", restore);
}

readTheme();
buildLegend();
state = stateOf(location.hash);
lastHash = location.hash;
filter();
pack();
start();
listen();
refresh();
fit(false);
if (!state.hops && state.node !== null && nodeOn[state.node]) bringIntoView(state.node);
