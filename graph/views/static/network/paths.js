
// ------------------------------------------------------------------ paths

// How two things hang together: all shortest ways between them over what is shown, step by step from left to right.

const PATH_LIMIT = 40; // nodes; more ways than that say nothing

/** Steps of nodes from one to the other, the ends included; null if nothing ties them. */
function stepsBetween(from, to) {
  const away = reach(from, nodes.length);
  if (!away.has(to)) return null;
  const back = reach(to, away.get(to));
  const steps = [];
  let left = PATH_LIMIT;
  for (let step = 0; step <= away.get(to); step += 1) {
    const all = byWeight.filter((n) => away.get(n) === step && back.get(n) === away.get(to) - step);
    steps.push(all.slice(0, Math.max(1, left)));
    left -= all.length;
  }
  return steps;
}

/** Only edges from one step to the next belong to a way. */
function onPath(steps) {
  const stepOf = new Map(steps.flatMap((some, step) => some.map((n) => [n, step])));
  return (edge) => stepOf.has(edge.from) && stepOf.has(edge.to) && Math.abs(stepOf.get(edge.from) - stepOf.get(edge.to)) === 1;
}

function placePath(steps) {
  row = 0;
  ring2 = false;
  const tall = narrow.matches;
  steps.forEach((some, step) => {
    some.forEach((n, i) => {
      const along = (step - (steps.length - 1) / 2) * (tall ? 120 : 230);
      const across = (i - (some.length - 1) / 2) * (tall ? 130 : 62);
      place[n].x = tall ? across : along;
      place[n].y = tall ? along : across;
    });
  });
}

let pathFrom = null; // waiting for the other end

function askPath(n) {
  pathFrom = n;
  $("search-label").textContent = `${t("Path to")} …`;
  $("search").value = "";
  $("search").focus();
  say(`${nodes[n].label}: ${t("choose the other end, by its name or in the drawing")}`);
}

function dropPath() {
  pathFrom = null;
  $("search-label").textContent = t("Search names");
}

function showPath(from, to) {
  dropPath();
  if (from === to) return;
  if (!state.hops && !state.path) wholeView = { ...camera(), moved };
  Object.assign(state, { node: null, edge: null, bundle: null, centre: null, hops: 0, expanded: [], path: [from, to] });
  remember();
  refresh();
  fit(true);
  say(pathSteps ? `${nodes[from].label} – ${nodes[to].label}: ${plural(pathSteps.length - 1, "step")}` : t("Nothing that is shown ties them."));
}

function pathDetails() {
  const [from, to] = state.path;
  const parts = [
    make("p", { class: "eyebrow", text: t("Path") }),
    make("h2", {}, nameOf(nodes[from]), " – ", nameOf(nodes[to])),
  ];
  if (!pathSteps) return [...parts, make("p", { class: "missing", text: t("Nothing that is shown ties them.") })];
  parts.push(make("p", { class: "quiet", text: `${plural(pathSteps.length - 1, "step")}; ${t("all shortest ways are drawn")}` }));
  for (let step = 1; step < pathSteps.length; step += 1) {
    const list = make("ul", { class: "ties" });
    for (const a of pathSteps[step - 1]) {
      for (const e of edgesOf[a]) {
        const other = edges[e].from === a ? edges[e].to : edges[e].from;
        if (edgeOn[e] && pathSteps[step].includes(other)) list.append(make("li", {}, tie(a, e, true)));
      }
    }
    parts.push(make("h3", { text: `${t("Step")} ${step}` }), list);
  }
  return parts;
}
