/* The network page: find, see, read. The page's Python (network.py) has placed the nodes and chosen their looks.
 *
 * vis-network holds the canvas, pans, zooms, drags and draws edges. Nodes and labels are drawn here, so that labels
 * keep their size on screen and give way to each other. Text from records reaches the page through textContent only.
 */
(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const nodes = data.nodes;
  const edges = data.edges;
  const SVG = "http://www.w3.org/2000/svg";
  const FONT = getComputedStyle(document.body).fontFamily;
  const big = nodes.length > data.labelled;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 719px)");
  const HUBS = 40; // labels that a big graph always shows
  const WRAP = 22; // characters a line; layout.py reserves room for the same

  const $ = (id) => document.getElementById(id);

  // ---------------------------------------------------------------- state

  /** What the permalink says. Numbers of nodes and edges; null means none. */
  const initial = () => ({
    node: null,
    edge: null,
    centre: null,
    hops: 0,
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

  // ---------------------------------------------------------------- small helpers

  /** Make an element. Properties of `text` and `lang` and attributes; never HTML. */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "text") element.textContent = value;
      else if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
      else if (value !== null && value !== undefined && value !== "") element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  function svg(name, attributes, style) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    Object.assign(element.style, style || {}); // through CSSOM: the policy forbids style attributes
    return element;
  }

  /** A name in its language, isolated so that right-to-left marks in it cannot turn the text around it. */
  function nameOf(node) {
    return make("bdi", { text: node.label, lang: node.lang === "en" ? null : node.lang });
  }

  const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
  const web = (address) => (/^https?:\/\/[^\s/]/i.test(address || "") ? address : "");
  const page = (address) => (/^[^\s:/\\][^\s:\\]*$/.test(address || "") ? address : "");

  const OTHER_LETTERS = { đ: "d", ð: "d", ı: "i", ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", "’": "'", "‘": "'", "–": "-" };

  /** Fold case and diacritics, so that "dong" finds "Đông" and "turkiye" finds "Türkiye". */
  function fold(text) {
    const bare = text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
    return bare.replace(/[đðıøłßæœ’‘–]/g, (letter) => OTHER_LETTERS[letter]);
  }

  const languages = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames(["en"], { type: "language" }) : null;
  function languageName(code) {
    try {
      return (languages && languages.of(code)) || code;
    } catch {
      return code;
    }
  }

  function yearsOfData() {
    let low = Infinity;
    let high = -Infinity;
    for (const edge of edges) {
      for (const year of [edge.start, edge.end]) {
        if (year === undefined) continue;
        low = Math.min(low, year);
        high = Math.max(high, year);
      }
    }
    return low <= high ? { low, high } : null;
  }

  const isDated = (edge) => edge.start !== undefined || edge.end !== undefined;
  const when = (edge) => edge.dates || (isDated(edge) ? [edge.start, edge.end].filter(Boolean).join(" – ") : "");

  // ---------------------------------------------------------------- what is shown

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
      nodeOn[n] = stays && !state.hiddenNodeKinds.has(node.kind) ? 1 : 0;
    });
    const join = () => edges.forEach((edge, e) => (edgeOn[e] = kept[e] && nodeOn[edge.from] && nodeOn[edge.to] ? 1 : 0));
    join();
    if (!state.hops) return null;
    const distance = reach(state.centre, state.hops);
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
    }
  }

  const hasSelection = () => state.node !== null || state.edge !== null;
  /** Whether the rest fades. In a focus the centre is selected, but all of it is what was asked for. */
  const fades = () => state.edge !== null || (state.node !== null && !(state.hops && state.node === state.centre));
  const isHot = (e) =>
    state.edge === e || (state.edge === null && fades() && (edges[e].from === state.node || edges[e].to === state.node));

  // ---------------------------------------------------------------- layout of a focus

  const LINE = 15.5; // height of a label of one line, with air
  let depth = new Map(); // steps from the centre
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
    home.forEach((point, n) => {
      place[n].x = point.x;
      place[n].y = point.y;
    });
  }

  // ---------------------------------------------------------------- colours and shapes

  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    theme = { paper: read("--paper"), ink: read("--ink"), soft: read("--ink-soft"), accent: read("--accent"), n: [], e: [] };
    for (let slot = 0; slot < 7; slot += 1) theme.n.push(read(`--n${slot}`));
    for (let slot = 0; slot < 6; slot += 1) theme.e.push(read(`--e${slot}`));
  }

  function alpha(hex, opacity) {
    const number = parseInt(hex.slice(1), 16);
    return `rgba(${(number >> 16) & 255},${(number >> 8) & 255},${number & 255},${opacity})`;
  }

  /** Corners of a shape of radius 1, or null for a circle. Sizes are such that areas look equal. */
  function corners(shape) {
    const turn = (count, radius, start) =>
      Array.from({ length: count }, (_, i) => {
        const angle = start + (2 * Math.PI * i) / count;
        const r = Array.isArray(radius) ? radius[i % 2] : radius;
        return [r * Math.cos(angle), r * Math.sin(angle)];
      });
    const up = -Math.PI / 2;
    switch (shape) {
      case "square": return turn(4, 1.25, Math.PI / 4);
      case "diamond": return turn(4, 1.3, up);
      case "triangle": return turn(3, 1.4, up).map(([x, y]) => [x, y + 0.2]);
      case "triangleDown": return turn(3, 1.4, -up).map(([x, y]) => [x, y - 0.2]);
      case "hexagon": return turn(6, 1.12, 0);
      case "star": return turn(10, [1.45, 0.62], up);
      default: return null;
    }
  }
  const CORNERS = data.nodeKinds.map((kind) => corners(kind.shape));

  function tracePath(context, x, y, radius, points) {
    context.beginPath();
    if (!points) {
      context.arc(x, y, radius, 0, 2 * Math.PI);
      return;
    }
    points.forEach(([px, py], i) => context[i ? "lineTo" : "moveTo"](x + px * radius, y + py * radius));
    context.closePath();
  }

  /** A shape for the page itself: legend, suggestions, headings. */
  function kindIcon(kindNumber, size = 18) {
    const kind = data.nodeKinds[kindNumber];
    const icon = svg("svg", { width: size, height: size, viewBox: "-10 -10 20 20", "aria-hidden": "true", class: "icon" });
    const points = CORNERS[kindNumber];
    const colour = `var(--n${kind.slot})`;
    const style = { fill: kind.hollow ? "none" : colour, stroke: colour, strokeWidth: kind.hollow ? "2.5px" : "0" };
    icon.append(
      points
        ? svg("polygon", { points: points.map(([x, y]) => `${x * 6.4},${y * 6.4}`).join(" ") }, style)
        : svg("circle", { r: 6.4 }, style),
    );
    return icon;
  }

  function lineIcon(edgeKind, expected) {
    const icon = svg("svg", { width: 34, height: 12, viewBox: "0 0 34 12", "aria-hidden": "true", class: "icon" });
    const dashes = expected ? data.expectedLine : edgeKind.dashes;
    const line = svg("line", { x1: 1, x2: 33, y1: 6, y2: 6, "stroke-width": edgeKind.width, "stroke-linecap": "round" });
    if (dashes.length) line.setAttribute("stroke-dasharray", dashes.join(" "));
    line.style.stroke = expected ? "currentcolor" : `var(--e${edgeKind.slot})`;
    icon.append(line);
    return icon;
  }

  // ---------------------------------------------------------------- vis-network

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
    if (!edgeOn[e]) return { key: "off", hidden: true };
    const hot = isHot(e) || (hovered && hovered.edge === e);
    const opacity = hot ? 1 : fades() ? 0.1 : state.hops ? (shownEdges > 80 ? 0.4 : 0.7) : restOpacity;
    const arrow = hot || (state.hops > 0 && shownEdges < 80);
    return {
      key: `${opacity}${hot}${arrow}${theme.paper}`,
      hidden: false,
      color: { color: alpha(theme.e[kind.slot], opacity), inherit: false },
      width: widthOf(edge) + (hot ? 0.9 : 0),
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
      smooth: edges[e].smooth || false,
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
    frame.setAttribute("aria-label", `Drawing of ${plural(nodes.length, "node")}. Arrow keys go from node to node; the tables below say the same.`);
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
    if (state.hops) placeFocus(distance);
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

  // ---------------------------------------------------------------- camera

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

  // ---------------------------------------------------------------- labels

  const measured = new Map();
  const measurer = document.createElement("canvas").getContext("2d");

  function widthOfText(text, font) {
    const key = font + text;
    if (!measured.has(key)) {
      measurer.font = font;
      measured.set(key, measurer.measureText(text).width);
    }
    return measured.get(key);
  }

  /** Break at spaces and hyphens; scripts without spaces break anywhere. */
  function wrap(label, limit, maxLines) {
    const lines = [];
    let line = "";
    for (const word of label.match(/[^\s\-–]+[\-–]?|\s+|[\-–]/gu) || [label]) {
      for (const part of [...word].length > limit + 6 ? chunks(word, limit) : [word]) {
        if ([...(line + part).trimEnd()].length > limit && line.trim()) {
          lines.push(line.trim());
          line = "";
        }
        line += part;
      }
    }
    if (line.trim()) lines.push(line.trim());
    if (lines.length <= maxLines) return lines.length ? lines : [label];
    return [...lines.slice(0, maxLines - 1), `${lines[maxLines - 1].replace(/[\s,;:]+$/, "")}…`];
  }

  /** Characters of some scripts are twice as wide as those of others: shorten until the lines fit. */
  function wrapTo(label, limit, most, pixels) {
    const font = `400 12px ${FONT}`;
    if (most === 1) return [cut(label, pixels, font)];
    for (let letters = limit; ; letters -= 2) {
      const lines = wrap(label, letters, most);
      if (letters <= 8 || lines.every((line) => widthOfText(line, font) <= pixels)) return lines;
    }
  }

  /** A single line keeps as many letters as fit: the end of a name is often what tells it from others. */
  function cut(label, pixels, font) {
    if (widthOfText(label, font) <= pixels) return label;
    const letters = [...label];
    let keep = letters.length - 1;
    while (keep > 4 && widthOfText(`${letters.slice(0, keep).join("").trimEnd()}…`, font) > pixels) keep -= 1;
    return `${letters.slice(0, keep).join("").trimEnd()}…`;
  }

  function chunks(word, limit) {
    const letters = [...word];
    const parts = [];
    for (let i = 0; i < letters.length; i += limit) parts.push(letters.slice(i, i + limit).join(""));
    return parts;
  }

  const wrapped = new Map();
  function linesOf(n, full) {
    const inRow = state.hops > 0 && n !== state.centre;
    const limit = narrow.matches && inRow ? 20 : full ? 30 : inRow ? 28 : WRAP + 2;
    const most = full ? 5 : inRow ? Math.max(1, Math.min(3, Math.floor(row / 15))) : 2;
    const pixels = !inRow ? 200 : depth.get(n) === 1 && state.hops === 2 ? 92 : narrow.matches ? 132 : 166;
    const key = `${n} ${limit} ${most} ${pixels}`;
    if (!wrapped.has(key)) wrapped.set(key, wrapTo(nodes[n].label, limit, most, pixels));
    return wrapped.get(key);
  }

  /** Who speaks first: selection, what is pointed at, their neighbours, then by weight. */
  function labelOrder(view) {
    const wanted = (n) => nodeOn[n] && (!fades() || near[n] || n === state.centre);
    const all = !big || view.scale > 0.75 || state.hops > 0 || hasSelection();
    const rest = byWeight.filter((n) => wanted(n) && (all || hubs.has(n)));
    const before = [state.node, hovered && hovered.node, state.centre].filter((n) => n !== null && n !== undefined && nodeOn[n]);
    return [...new Set([...before, ...rest])];
  }

  /** A grid of occupied boxes, so that 2,000 labels do not compare themselves with each other. */
  function occupancy() {
    const cells = new Map();
    const CELL = 80;
    const each = (box, act) => {
      for (let cx = Math.floor(box.left / CELL); cx <= Math.floor(box.right / CELL); cx += 1) {
        for (let cy = Math.floor(box.top / CELL); cy <= Math.floor(box.bottom / CELL); cy += 1) {
          if (act(cx * 10007 + cy)) return true;
        }
      }
      return false;
    };
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return {
      isFree: (box, overNodes) =>
        !each(box, (cell) =>
          (cells.get(cell) || []).some((other) => other.owner !== box.owner && !(overNodes && other.isNode) && meets(box, other)),
        ),
      take: (box) =>
        each(box, (cell) => {
          if (!cells.has(cell)) cells.set(cell, []);
          cells.get(cell).push(box);
          return false;
        }),
    };
  }

  /** Boxes of labels on screen for a view: {n, lines, left, top, right, bottom, align, x, y, size}. */
  function placeLabels(view) {
    const taken = occupancy();
    const crowded = big && !state.hops && view.scale < 0.75; // then names of hubs may cover small nodes
    const onScreen = (at) => at.x > -120 && at.y > -40 && at.x < view.width + 120 && at.y < view.height + 40;
    const at = new Map();
    nodes.forEach((_, n) => {
      if (!nodeOn[n]) return;
      const point = toScreen(view, place[n]);
      if (!onScreen(point)) return;
      at.set(n, point);
      if (crowded && !hubs.has(n)) return;
      const r = radiusOf(n, view.scale) * view.scale;
      taken.take({ owner: n, isNode: !leaders.has(n), left: point.x - r, right: point.x + r, top: point.y - r, bottom: point.y + r });
    });
    const labels = [];
    for (const n of labelOrder(view)) {
      if (!at.has(n)) continue;
      const label = placeLabel(n, at.get(n), view, taken);
      if (!label) continue;
      taken.take(label);
      labels.push(label);
    }
    return labels;
  }

  function placeLabel(n, point, view, taken) {
    const must = n === state.node || n === state.centre || (hovered !== null && hovered.node === n);
    const size = must || (hubs.has(n) && nodes[n].size > 14) ? 13 : 12;
    const font = `${must || nodes[n].size > 20 ? 600 : 400} ${size}px ${FONT}`;
    const lines = linesOf(n, must && !state.hops);
    const width = Math.max(...lines.map((line) => widthOfText(line, font)));
    const height = lines.length * (size + 3);
    const gap = radiusOf(n, view.scale) * view.scale * 1.15 + 4;
    const spots = {
      below: { align: "center", left: point.x - width / 2, top: point.y + gap },
      above: { align: "center", left: point.x - width / 2, top: point.y - gap - height },
      right: { align: "left", left: point.x + gap + 1, top: point.y - height / 2 },
      left: { align: "right", left: point.x - gap - 1 - width, top: point.y - height / 2 },
    };
    const boxes = spotOrder(n).map((name) => {
      const spot = spots[name];
      return { n, lines, font, size, owner: n, ...spot, right: spot.left + width, bottom: spot.top + height };
    });
    const inside = (box) => box.left >= 2 && box.right <= view.width - 2 && box.top >= 1 && box.bottom <= view.height - 1;
    const free = boxes.find((box) => inside(box) && taken.isFree(box, false));
    if (free) return free;
    const covers = leaders.has(n) && !state.hops ? boxes.find((box) => inside(box) && taken.isFree(box, true)) : null;
    return covers || (must ? boxes[0] : null);
  }

  function spotOrder(n) {
    if (!state.hops) return ["below", "right", "left", "above"];
    if (n === state.centre) return ["below", "above"];
    const outward = place[n].x >= 0 ? "right" : "left";
    return state.hops === 2 && depth.get(n) === 1 ? [outward, "below", "above"] : [outward];
  }

  let labels = []; // as last drawn, for clicks on them
  function drawLabels(context) {
    const canvas = context.canvas;
    const view = camera();
    labels = placeLabels(view);
    context.save();
    const ratio = canvas.width / canvas.clientWidth;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.lineJoin = "round";
    context.textBaseline = "middle";
    for (const label of labels) drawLabel(context, label);
    context.restore();
  }

  const anchorOf = (label) =>
    label.align === "center" ? (label.left + label.right) / 2 : label.align === "left" ? label.left : label.right;

  function drawLabel(context, label) {
    context.font = label.font;
    context.textAlign = label.align;
    context.lineWidth = 4;
    context.strokeStyle = alpha(theme.paper, 0.9);
    context.fillStyle = theme.ink;
    label.lines.forEach((line, i) => {
      const y = label.top + (i + 0.5) * (label.size + 3);
      context.strokeText(line, anchorOf(label), y);
      context.fillText(line, anchorOf(label), y);
    });
  }

  // ---------------------------------------------------------------- pointing

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
      if (!edgeOn[e]) return;
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
    if (!edge.smooth) return null;
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
      return hit.node !== undefined ? select(hit.node, null) : select(null, hit.edge);
    });
    network.on("doubleClick", ({ pointer }) => {
      const hit = pick(pointer.DOM);
      if (hit && hit.node !== undefined) focusOn(hit.node, 1);
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
      if (!state.hops) Object.assign(home[n], at[n]);
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
      return [nameOf(node), make("small", { text: `${data.nodeKinds[node.kind].name} · ${plural(edgesOf[hit.node].length, "edge")}` })];
    }
    const edge = edges[hit.edge];
    const status = edge.expected ? " · expected, not done" : "";
    const small = make("small", { text: `${edge.name} · ${when(edge) || "date not stated"}${status}` });
    return [nameOf(nodes[edge.from]), " → ", nameOf(nodes[edge.to]), small];
  }

  // ---------------------------------------------------------------- selecting, focusing, going back

  function say(text) {
    $("said").textContent = text;
  }

  function select(node, edge, { look = false } = {}) {
    if (state.node === node && state.edge === edge) return;
    state.node = node;
    state.edge = edge;
    remember(true);
    refresh();
    if (look && node !== null && nodeOn[node]) bringIntoView(node);
    if (node !== null) say(`${nodes[node].label}: ${plural(edgesOf[node].length, "edge")}. Details follow the drawing.`);
  }

  function focusOn(node, hops) {
    if (node === null || node === undefined) return;
    if (!state.hops && hops) wholeView = { ...camera(), moved };
    Object.assign(state, { node, edge: null, centre: hops ? node : null, hops });
    remember(true);
    refresh();
    if (hops) fit(true);
    else restoreView();
    say(hops ? `${nodes[node].label} and what lies within ${plural(hops, "step")}.` : "The whole network.");
  }

  function restoreView() {
    if (wholeView && wholeView.moved) {
      moveTo({ x: wholeView.x, y: wholeView.y }, wholeView.scale, true);
      moved = true;
    } else fit(true);
    wholeView = null;
  }

  function leaveFocus() {
    Object.assign(state, { centre: null, hops: 0 });
    remember(true);
    refresh();
    restoreView();
    say("The whole network.");
  }

  /** Escape takes back one step: the focus, then the selection. */
  function back() {
    if (state.hops) leaveFocus();
    else if (hasSelection()) select(null, null);
  }

  function refresh() {
    show();
    $("leave").hidden = !state.hops;
    $("keys").hidden = state.hops > 0; // the button takes its place
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

  // ---------------------------------------------------------------- permalink

  const slugOf = (iri) => iri.slice(Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1);
  const bySlug = new Map();
  const byIri = new Map();
  nodes.forEach((node, n) => {
    const slug = slugOf(node.iri || "");
    bySlug.set(slug, bySlug.has(slug) ? null : n); // two nodes of one slug: then only the IRI will do
    byIri.set(node.iri, n);
  });
  const byKey = new Map(edges.map((edge, e) => [edge.key, e]));

  const addressOf = (n) => {
    const slug = slugOf(nodes[n].iri || "");
    return slug && bySlug.get(slug) === n ? slug : nodes[n].iri;
  };
  const nodeAt = (address) => (byIri.has(address) ? byIri.get(address) : bySlug.has(address) ? bySlug.get(address) : null);

  /** The hash that restores what is seen. `n.` and `e.` tell kinds of nodes from kinds of edges of one name. */
  function hashOf() {
    const query = new URLSearchParams();
    const main = state.hops ? state.centre : state.node;
    if (main !== null) query.set("n", addressOf(main));
    if (state.hops) query.set("hops", state.hops);
    if (state.hops && state.node !== null && state.node !== state.centre) query.set("s", addressOf(state.node));
    if (state.edge !== null) query.set("e", edges[state.edge].key);
    for (const kind of [...state.hiddenNodeKinds].sort()) query.append("hide", `n.${data.nodeKinds[kind].name}`);
    for (const kind of [...state.hiddenEdgeKinds].sort()) query.append("hide", `e.${data.edgeKinds[kind].name}`);
    if (state.from !== null || state.to !== null) query.set("y", `${state.from ?? ""}-${state.to ?? ""}`);
    const text = query.toString();
    return text ? `#${text}` : "";
  }

  /** Read a hash. Whatever is not understood is left out: a bad link shows the default view. */
  function stateOf(hash) {
    const query = new URLSearchParams(hash.replace(/^#/, ""));
    const read = initial();
    const main = nodeAt(query.get("n"));
    const hops = query.get("hops");
    const edge = byKey.get(query.get("e"));
    const second = nodeAt(query.get("s"));
    if (main !== null) {
      read.node = main;
      if (hops === "1" || hops === "2") Object.assign(read, { hops: Number(hops), centre: main });
      if (read.hops && second !== null) read.node = second;
    }
    if (edge !== undefined) Object.assign(read, { edge, node: null });
    const names = query.getAll("hide").flatMap((text) => [text, ...text.split(",")]);
    data.nodeKinds.forEach((kind, k) => names.includes(`n.${kind.name}`) && read.hiddenNodeKinds.add(k));
    data.edgeKinds.forEach((kind, k) => names.includes(`e.${kind.name}`) && read.hiddenEdgeKinds.add(k));
    const range = /^(\d{1,4})?-(\d{1,4})?$/.exec(query.get("y") || "");
    if (range && range[1]) read.from = Number(range[1]);
    if (range && range[2]) read.to = Number(range[2]);
    return read;
  }

  let lastHash = null;
  function remember(isStep) {
    const hash = hashOf();
    if (hash === lastHash) return;
    lastHash = hash;
    try {
      const address = hash || location.pathname + location.search;
      history[isStep ? "pushState" : "replaceState"](null, "", address);
    } catch {
      // srcdoc has no address to change; Escape and the button still go back
    }
  }

  function restore() {
    if (location.hash === lastHash) return;
    const focused = state.hops;
    if (!focused) wholeView = { ...camera(), moved };
    state = stateOf(location.hash);
    lastHash = location.hash;
    refresh();
    if (state.hops) fit(true);
    else if (focused) restoreView();
    if (!state.hops && state.node !== null && nodeOn[state.node]) bringIntoView(state.node);
  }

  // ---------------------------------------------------------------- search

  const search = { options: [], active: -1, index: null };

  function searchIndex() {
    if (!search.index) {
      search.index = nodes.map((node, n) => ({
        n,
        names: [[node.label, node.lang], ...(node.aliases || [])].map(([name, lang]) => ({ name, lang, folded: fold(name), lower: name.toLowerCase() })),
      }));
    }
    return search.index;
  }

  /** 0 best: begins with it, a word begins with it, contains it; an own name before an alias. */
  function rank(folded, query) {
    const at = folded.indexOf(query);
    if (at < 0) return Infinity;
    if (at === 0) return folded.length === query.length ? 0 : 1;
    return /[\s\-–(/]/.test(folded[at - 1]) ? 2 : 3;
  }

  function find(text) {
    const query = fold(text.trim());
    const exact = text.trim().toLowerCase();
    if (!exact) return [];
    const hits = [];
    for (const { n, names } of searchIndex()) {
      let best = null;
      names.forEach((name, i) => {
        const score = (query ? rank(name.folded, query) : rank(name.lower, exact)) * 2 + (i ? 1 : 0) - (name.lower.includes(exact) ? 0.5 : 0);
        if (Number.isFinite(score) && (!best || score < best.score)) best = { n, score, alias: i ? name : null };
      });
      if (best) hits.push(best);
    }
    return hits.sort((a, b) => a.score - b.score || nodes[b.n].size - nodes[a.n].size || a.n - b.n);
  }

  function suggest() {
    const text = $("search").value;
    const hits = find(text);
    search.options = hits.slice(0, 12);
    search.active = -1;
    $("suggestions").replaceChildren(...search.options.map(suggestion));
    openSuggestions(search.options.length > 0);
    const more = hits.length > 12 ? `, first 12 of ${hits.length}` : "";
    $("found").textContent = text.trim() ? (hits.length ? `${plural(search.options.length, "suggestion")}${more}` : "No name matches") : "";
  }

  function suggestion(hit, i) {
    const node = nodes[hit.n];
    const words = make("span", {}, nameOf(node));
    const small = make("small", {});
    if (hit.alias) small.append(make("bdi", { text: hit.alias.name, lang: hit.alias.lang }), " · ");
    small.append(data.nodeKinds[node.kind].name);
    words.append(small);
    const choose = (event) => {
      event.preventDefault(); // the box keeps the keyboard
      pickSuggestion(i);
    };
    return make("li", { role: "option", id: `suggestion-${i}`, "aria-selected": "false", on: { mousedown: choose } }, kindIcon(node.kind), words);
  }

  function openSuggestions(isOpen) {
    $("suggestions").hidden = !isOpen;
    $("search").setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) $("search").removeAttribute("aria-activedescendant");
  }

  function moveSuggestion(step) {
    if ($("suggestions").hidden) suggest();
    const count = search.options.length;
    if (!count) return;
    search.active = (search.active + step + count + (search.active < 0 && step < 0 ? 1 : 0)) % count;
    [...$("suggestions").children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === search.active));
      if (i === search.active) item.scrollIntoView({ block: "nearest" });
    });
    $("search").setAttribute("aria-activedescendant", `suggestion-${search.active}`);
  }

  function pickSuggestion(i) {
    const hit = search.options[i];
    if (!hit) return;
    $("search").value = nodes[hit.n].label;
    openSuggestions(false);
    if (state.hops && !nodeOn[hit.n]) Object.assign(state, { centre: null, hops: 0 });
    select(hit.n, null, { look: true });
  }

  function listenToSearch() {
    const box = $("search");
    box.addEventListener("input", suggest);
    box.addEventListener("focus", () => box.select());
    box.addEventListener("blur", () => openSuggestions(false));
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") moveSuggestion(event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "Enter") pickSuggestion(Math.max(search.active, 0));
      else if (event.key === "Escape") {
        if ($("suggestions").hidden) box.value = "";
        openSuggestions(false);
        $("found").textContent = "";
        event.stopPropagation(); // Escape in the box is not a step back in the drawing
        return;
      } else return;
      event.preventDefault();
    });
  }

  // ---------------------------------------------------------------- legend, filters, years

  function kindToggle(list, kinds, hidden, k, icon) {
    const kind = kinds[k];
    const toggle = () => {
      if (hidden().has(k)) hidden().delete(k);
      else hidden().add(k);
      filtered();
    };
    const box = make("input", { type: "checkbox", on: { change: toggle } });
    box.checked = true;
    const name = make("span", { text: kind.name });
    const number = make("span", { class: "number", text: kind.count.toLocaleString("en") });
    list.append(make("li", {}, make("label", {}, box, icon, name, number)));
    return { box, name, number };
  }

  const nodeToggles = [];
  const edgeToggles = [];

  function buildLegend() {
    data.nodeKinds.forEach((_, k) => nodeToggles.push(kindToggle($("node-kinds"), data.nodeKinds, () => state.hiddenNodeKinds, k, kindIcon(k, 22))));
    data.edgeKinds.forEach((kind, k) => edgeToggles.push(kindToggle($("edge-kinds"), data.edgeKinds, () => state.hiddenEdgeKinds, k, lineIcon(kind, false))));
    const expected = edges.filter((edge) => edge.expected).length;
    if (expected) {
      $("expected-note").hidden = false;
      $("expected-note").append(lineIcon({ width: 1.6, dashes: [] }, true), `dashed: expected, not done (${expected})`);
    }
    $("years").hidden = !years;
    $("edge-kinds").closest("fieldset").hidden = !edges.length;
    if (!years) return;
    for (const id of ["from", "to"]) {
      $(id).min = years.low;
      $(id).max = years.high;
      $(id).placeholder = String(id === "from" ? years.low : years.high);
      $(id).addEventListener("input", readYears);
    }
    if (narrow.matches) $("filters").open = false;
  }

  function readYears() {
    const year = (id) => (/^\d{4}$/.test($(id).value) ? Number($(id).value) : null);
    const [from, to] = [year("from"), year("to")];
    const swapped = from !== null && to !== null && from > to;
    Object.assign(state, swapped ? { from: to, to: from } : { from, to });
    filtered();
  }

  /** Edges that began in each year; the range that is chosen in colour. */
  function drawHistogram() {
    if (!years) return;
    const span = years.high - years.low + 1;
    const counts = new Array(span).fill(0);
    for (const edge of edges) if (edge.start !== undefined && !state.hiddenEdgeKinds.has(edge.kind)) counts[edge.start - years.low] += 1;
    const most = Math.max(1, ...counts);
    const chart = $("histogram");
    chart.setAttribute("viewBox", `0 0 ${span} 40`);
    chart.setAttribute("preserveAspectRatio", "none");
    const bars = counts.map((count, i) => {
      const year = years.low + i;
      const chosen = (state.from === null || year >= state.from) && (state.to === null || year <= state.to);
      const height = count ? Math.max(2, (count / most) * 38) : 0;
      return svg("rect", { x: i + 0.1, width: 0.8, y: 39 - height, height }, { fill: chosen ? "var(--e1)" : "var(--line-strong)" });
    });
    bars.push(svg("rect", { x: 0, width: span, y: 39, height: 1 }, { fill: "var(--line-strong)" }));
    chart.replaceChildren(...bars);
  }

  function showCount() {
    const count = (flags) => flags.reduce((sum, on) => sum + on, 0);
    const [shownNodes, shownEdges] = [count(nodeOn), count(edgeOn)];
    $("count").textContent = `${shownNodes.toLocaleString("en")} of ${plural(nodes.length, "node")}, ${shownEdges.toLocaleString("en")} of ${plural(edges.length, "edge")} shown`;
    const undated = edges.filter((edge, e) => edgeOn[e] && !isDated(edge)).length;
    $("undated").textContent = undated ? `${plural(undated, "edge")} shown: date not stated` : "";
  }

  function showControls() {
    const mark = (toggles, hidden, total) =>
      toggles.forEach(({ box, name, number }, k) => {
        box.checked = !hidden.has(k);
        name.className = box.checked ? "" : "off";
        const shown = total.shown[k] || 0;
        number.textContent = shown === total.all[k] ? shown.toLocaleString("en") : `${shown.toLocaleString("en")} of ${total.all[k].toLocaleString("en")}`;
      });
    mark(nodeToggles, state.hiddenNodeKinds, tally(nodes, nodeOn, data.nodeKinds));
    mark(edgeToggles, state.hiddenEdgeKinds, tally(edges, edgeOn, data.edgeKinds));
    for (const id of ["from", "to"]) {
      if (document.activeElement !== $(id)) $(id).value = state[id] ?? "";
    }
    $("reset").hidden = !(state.hiddenNodeKinds.size || state.hiddenEdgeKinds.size || state.from !== null || state.to !== null);
    drawHistogram();
  }

  function tally(items, on, kinds) {
    const shown = new Array(kinds.length).fill(0);
    items.forEach((item, i) => (shown[item.kind] += on[i]));
    return { shown, all: kinds.map((kind) => kind.count) };
  }

  function resetFilters() {
    $("from").value = $("to").value = "";
    Object.assign(state, { hiddenNodeKinds: new Set(), hiddenEdgeKinds: new Set(), from: null, to: null });
    filtered();
    $("search").focus(); // the button that had the keyboard is gone
  }

  // ---------------------------------------------------------------- details

  function showDetails() {
    const panel = $("details");
    if (state.node !== null) panel.replaceChildren(...nodeDetails(state.node));
    else if (state.edge !== null) panel.replaceChildren(...edgeDetails(state.edge));
    else panel.replaceChildren(...overview());
    panel.scrollTop = 0;
  }

  const button = (text, act, attributes = {}) => make("button", { type: "button", ...attributes, text, on: { click: act } });

  function nodeButton(n) {
    return make("button", { type: "button", class: "name", on: { click: () => select(n, null, { look: true }) } }, nameOf(nodes[n]));
  }

  function link(address, text, isOutside) {
    return make("a", { href: address, text, ...(isOutside ? { rel: "noopener noreferrer", target: "_blank" } : {}) });
  }

  function overview() {
    const list = make("ul", { class: "ranking" });
    const degree = (n) => edgesOf[n].filter((e) => edgeOn[e]).length;
    const best = nodes.map((_, n) => n).filter((n) => nodeOn[n]).sort((a, b) => degree(b) - degree(a) || nodes[b].size - nodes[a].size || a - b);
    for (const n of best.slice(0, 12)) {
      list.append(make("li", {}, kindIcon(nodes[n].kind), nodeButton(n), make("span", { class: "number", text: degree(n) })));
    }
    const heading = make("h3", { text: "Most edges shown" });
    return [
      make("h2", { text: "Pick a node or an edge" }),
      make("p", { class: "quiet", text: "Its sources appear here, with the place in the document and the date." }),
      heading,
      list,
    ];
  }

  function nodeDetails(n) {
    const node = nodes[n];
    const kind = data.nodeKinds[node.kind];
    const parts = [
      make("p", { class: "eyebrow" }, kindIcon(node.kind), kind.name),
      make("h2", { lang: node.lang === "en" ? null : node.lang }, nameOf(node)),
    ];
    if (node.aliases) parts.push(aliasList(node.aliases));
    if (node.note) parts.push(make("p", { class: "note", text: node.note }));
    parts.push(nodeActions(n));
    if (!nodeOn[n]) parts.push(make("p", { class: "missing", text: "Not drawn: filters leave it out." }));
    const left = edgesOf[n].filter((e) => edgeOn[e]);
    if (edgesOf[n].length > left.length) {
      parts.push(make("p", { class: "quiet", text: `${edgesOf[n].length - left.length} of ${plural(edgesOf[n].length, "edge")} left out by filters.` }));
    }
    data.edgeKinds.forEach((edgeKind, k) => {
      const group = left.filter((e) => edges[e].kind === k);
      if (group.length) parts.push(...tieGroup(n, edgeKind, group));
    });
    if (!edgesOf[n].length) parts.push(make("p", { class: "quiet", text: "No edges are known." }));
    return parts;
  }

  function aliasList(aliases) {
    const list = make("ul", { class: "also", "aria-label": "Other names" });
    for (const [name, lang] of aliases) {
      list.append(make("li", {}, make("bdi", { text: name, lang }), lang ? make("small", { text: ` ${languageName(lang)}` }) : ""));
    }
    return list;
  }

  function nodeActions(n) {
    const actions = make("div", { class: "actions" });
    for (const hops of [1, 2]) {
      const isOn = state.hops === hops && state.centre === n;
      const text = hops === 1 ? "Neighbours only" : "Two steps";
      actions.append(button(text, () => (isOn ? leaveFocus() : focusOn(n, hops)), { "aria-pressed": String(isOn), "data-hops": hops }));
    }
    if (page(nodes[n].url)) actions.append(link(page(nodes[n].url), "Open its page →", false));
    return actions;
  }

  function tieGroup(n, edgeKind, group) {
    const other = (e) => nodes[edges[e].from === n ? edges[e].to : edges[e].from].label;
    const begin = (e) => edges[e].start ?? Infinity;
    group.sort((a, b) => other(a).localeCompare(other(b), "en") || begin(a) - begin(b) || a - b);
    const list = make("ul", { class: "ties" });
    for (const e of group) list.append(make("li", {}, tie(n, e)));
    return [make("h3", {}, lineIcon(edgeKind, false), edgeKind.name, make("span", { class: "number", text: group.length })), list];
  }

  /** One edge in a node's list; its citations are made when it is opened, since a hub has hundreds. */
  function tie(n, e) {
    const edge = edges[e];
    const outward = edge.from === n;
    const words = make("span", {}, make("span", { "aria-hidden": "true", text: outward ? "→ " : "← " }));
    words.append(make("span", { class: "unseen", text: outward ? "to " : "from " }), nameOf(nodes[outward ? edge.to : edge.from]));
    const how = make("span", { class: "how" }, make("bdi", { text: edge.name }));
    if (edge.expected) how.append(" ", make("span", { class: "badge", text: "expected, not done" }));
    words.append(how);
    const summary = make("summary", {}, words, make("span", { class: "when", text: when(edge) || "date not stated" }));
    const box = make("details", {}, summary);
    box.addEventListener("toggle", () => {
      if (!box.open || box.children.length > 1) return;
      const actions = make("div", { class: "actions" }, button("This edge", () => select(null, e)), nodeButtonFor(edge, n));
      box.append(make("div", { class: "proof" }, citations(edge), actions));
    });
    return box;
  }

  const nodeButtonFor = (edge, n) => {
    const other = edge.from === n ? edge.to : edge.from;
    return button("Go there", () => select(other, null, { look: true }), { "aria-label": `Go to ${nodes[other].label}` });
  };

  function edgeDetails(e) {
    const edge = edges[e];
    const kind = data.edgeKinds[edge.kind];
    const facts = make("dl", { class: "facts" });
    const fact = (name, ...value) => facts.append(make("dt", { text: name }), make("dd", {}, ...value));
    fact("From", nodeButton(edge.from));
    fact("To", nodeButton(edge.to));
    fact("Dates", when(edge) || "date not stated");
    if (edge.expected) fact("Status", make("span", { class: "badge", text: "expected, not done" }));
    const parts = [
      make("p", { class: "eyebrow" }, lineIcon(kind, edge.expected), kind.name),
      make("h2", {}, make("bdi", { text: edge.name })),
      facts,
    ];
    if (page(edge.url)) parts.push(make("p", {}, make("a", { class: "open", href: page(edge.url), text: "Open the statement →" })));
    parts.push(make("h3", {}, "Sources", make("span", { class: "number", text: edge.sources.length })), citations(edge));
    if (!edgeOn[e]) parts.push(make("p", { class: "missing", text: "Not drawn: filters leave it out." }));
    return parts;
  }

  function citations(edge) {
    if (edge.stands_for) return make("p", { class: "quiet", text: `Stands for ${plural(edge.stands_for, "statement")}; each has its sources on the page of the thing itself.` });
    if (!edge.sources.length) return make("p", { class: "missing", text: "No source is recorded." });
    const list = make("ul", { class: "citations" });
    for (const number of edge.sources) list.append(citation(data.sources[number]));
    return list;
  }

  function citation(source) {
    const title = source.title || "Untitled source";
    const cite = make("cite", {});
    if (page(source.page)) cite.append(make("a", { href: page(source.page) }, make("bdi", { text: title })));
    else cite.append(make("bdi", { text: title }));
    const item = make("li", {}, cite);
    const where = [source.at, source.date].filter(Boolean).join(" · ");
    item.append(make("span", { class: "where", text: where || "place and date not stated" }));
    if (web(source.url)) item.append(link(web(source.url), `Original at ${hostOf(source.url)} ↗`, true));
    return item;
  }

  function hostOf(address) {
    try {
      return new URL(address).host;
    } catch {
      return "its publisher";
    }
  }

  // ---------------------------------------------------------------- tables

  function showTables() {
    const shownNodes = nodes.map((_, n) => n).filter((n) => nodeOn[n]).sort((a, b) => nodes[a].label.localeCompare(nodes[b].label, "en") || a - b);
    const shownEdges = edges.map((_, e) => e).filter((e) => edgeOn[e]);
    const jump = (n) => {
      const name = nodeButton(n);
      name.addEventListener("click", () => $("details").focus()); // the panel is where the answer is
      return name;
    };
    $("tables").replaceChildren(
      table("Nodes", ["Name", "Kind", "Other names", "Edges", "Page"], shownNodes.map((n) => nodeRow(n, jump))),
      table("Edges", ["From", "How", "To", "Kind", "Dates", "Status", "Sources"], shownEdges.map((e) => edgeRow(e, jump))),
    );
  }

  function table(name, columns, rows) {
    const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col", text: column })));
    const body = make("tbody", {}, ...rows);
    const caption = make("caption", { text: `${name}: ${rows.length.toLocaleString("en")}` });
    return make("div", { class: "sheet", role: "region", "aria-label": `Table of ${name.toLowerCase()}`, tabindex: 0 }, make("table", {}, caption, make("thead", {}, head), body));
  }

  function nodeRow(n, jump) {
    const node = nodes[n];
    const aliases = make("td", {});
    (node.aliases || []).forEach(([name, lang], i) => aliases.append(i ? "; " : "", make("bdi", { text: name, lang })));
    const own = page(node.url) ? link(page(node.url), "page", false) : null;
    if (own) own.setAttribute("aria-label", `Page of ${node.label}`);
    const count = edgesOf[n].filter((e) => edgeOn[e]).length;
    return make("tr", {}, make("th", { scope: "row" }, jump(n)), make("td", { text: data.nodeKinds[node.kind].name }), aliases, make("td", { text: count }), make("td", {}, own));
  }

  function edgeRow(e, jump) {
    const edge = edges[e];
    const how = make("button", { type: "button", class: "name", on: { click: () => { select(null, e); $("details").focus(); } } }, make("bdi", { text: edge.name }));
    const sources = make("td", {});
    edge.sources.forEach((number, i) => {
      const { title, page: address } = data.sources[number];
      sources.append(i ? "; " : "", page(address) ? link(page(address), title || "source", false) : title || "source");
    });
    return make("tr", {}, make("td", {}, jump(edge.from)), make("td", {}, how), make("td", {}, jump(edge.to)), make("td", { text: data.edgeKinds[edge.kind].name }), make("td", { text: when(edge) || "date not stated" }), make("td", { text: edge.expected ? "expected, not done" : "" }), sources);
  }

  // ---------------------------------------------------------------- downloads

  function download(text, type, ending) {
    save(new Blob([text], { type }), ending);
  }

  function save(blob, ending) {
    const address = URL.createObjectURL(blob);
    const anchor = make("a", { href: address, download: `${data.name.replace(/[^\w.-]+/g, "-")}${ending}` });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  /** Quote a field. A spreadsheet runs text that begins with one of = + - @; an apostrophe keeps it text. */
  function field(value) {
    const text = String(value ?? "");
    const safe = /^[\s\ufeff]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  const csv = (rows) => `\ufeff${rows.map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;

  function edgesAsCsv() {
    const rows = [["from", "from_iri", "how", "kind", "to", "to_iri", "start", "end", "dates", "status", "statement", "sources"]];
    edges.forEach((edge, e) => {
      if (!edgeOn[e]) return;
      const [a, b] = [nodes[edge.from], nodes[edge.to]];
      const sources = edge.sources.map((number) => {
        const source = data.sources[number];
        return [source.title, source.at, source.date, source.url].filter(Boolean).join(", ");
      });
      rows.push([a.label, a.iri, edge.name, data.edgeKinds[edge.kind].name, b.label, b.iri, edge.start, edge.end, when(edge) || "not stated", edge.expected ? "expected, not done" : "", edge.key, sources.join(" | ")]);
    });
    return csv(rows);
  }

  function nodesAsCsv() {
    const rows = [["name", "iri", "kind", "language", "other_names", "note"]];
    nodes.forEach((node, n) => {
      if (nodeOn[n]) rows.push([node.label, node.iri, data.nodeKinds[node.kind].name, node.lang, (node.aliases || []).map(([name]) => name).join(" | "), node.note]);
    });
    return csv(rows);
  }

  /** The view as it is on screen, with title, legend and attribution, as an SVG document. */
  function drawSvg() {
    const view = camera();
    const [head, legend] = [56, exportLegend(view.width)];
    const height = head + view.height + legend.height;
    const root = svg("svg", { xmlns: SVG, width: view.width, height, viewBox: `0 0 ${view.width} ${height}`, "font-family": FONT.replaceAll('"', "'") });
    const title = svg("title");
    title.textContent = data.title;
    root.append(title, svg("rect", { width: view.width, height, fill: theme.paper }));
    root.append(svgText(data.title, 20, 26, { "font-size": 18, "font-weight": 600, fill: theme.ink }));
    root.append(svgText(`${$("count").textContent}${data.asOf ? ` · as of ${data.asOf}` : ""}`, 20, 45, { "font-size": 12, fill: theme.soft }));
    const clip = svg("svg", { y: head, width: view.width, height: view.height, overflow: "hidden" });
    const lines = svg("g", { fill: "none" });
    edges.forEach((_, e) => edgeOn[e] && lines.append(svgEdge(e, view)));
    const marks = svg("g");
    nodes.forEach((_, n) => nodeOn[n] && marks.append(svgNode(n, view)));
    clip.append(lines, marks, ...placeLabels(view).map(svgLabel));
    legend.group.setAttribute("transform", `translate(0 ${head + view.height})`);
    root.append(clip, legend.group);
    return { text: new XMLSerializer().serializeToString(root), width: view.width, height };
  }

  function svgText(text, x, y, attributes) {
    const element = svg("text", { x, y, ...attributes });
    element.textContent = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd"); // XML has no way to write them
    return element;
  }

  function svgEdge(e, view) {
    const edge = edges[e];
    const look = edgeLook(e);
    const [a, b] = [toScreen(view, place[edge.from]), toScreen(view, place[edge.to])];
    const bend = bendOf(e);
    const via = bend && toScreen(view, bend);
    const loop = edge.from === edge.to && toScreen(view, loopOf(edge.from));
    const number = (value) => value.toFixed(1);
    const line = `M${number(a.x)} ${number(a.y)}${via ? `Q${number(via.x)} ${number(via.y)} ` : "L"}${number(b.x)} ${number(b.y)}`;
    const shape = loop ? svg("circle", { cx: number(loop.x), cy: number(loop.y), r: number(LOOP * view.scale) }) : svg("path", { d: line });
    const colour = /^rgba\((\d+),(\d+),(\d+),([\d.]+)\)$/.exec(look.color.color);
    shape.setAttribute("stroke", `rgb(${colour[1]},${colour[2]},${colour[3]})`);
    shape.setAttribute("stroke-opacity", colour[4]);
    shape.setAttribute("stroke-width", number(Math.max(0.4, look.width * view.scale)));
    const dashes = dashesOf(edge);
    if (dashes.length) {
      shape.setAttribute("stroke-dasharray", dashes.map((dash) => number(dash * view.scale)).join(" "));
      shape.setAttribute("stroke-linecap", "round");
    }
    return shape;
  }

  function svgShape(kindNumber, x, y, radius) {
    const kind = data.nodeKinds[kindNumber];
    const points = CORNERS[kindNumber];
    const shape = points
      ? svg("polygon", { points: points.map(([px, py]) => `${(x + px * radius).toFixed(1)},${(y + py * radius).toFixed(1)}`).join(" ") })
      : svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: radius.toFixed(1) });
    shape.setAttribute("fill", kind.hollow ? theme.paper : theme.n[kind.slot]);
    shape.setAttribute("stroke", kind.hollow ? theme.n[kind.slot] : theme.paper);
    shape.setAttribute("stroke-width", kind.hollow ? 2.5 : 1.5);
    return shape;
  }

  function svgNode(n, view) {
    const at = toScreen(view, place[n]);
    const shape = svgShape(nodes[n].kind, at.x, at.y, radiusOf(n, view.scale) * view.scale);
    if (fades() && !near[n]) shape.setAttribute("opacity", 0.22);
    return shape;
  }

  function svgLabel(label) {
    const anchor = { center: "middle", left: "start", right: "end" }[label.align];
    const weight = label.font.split(" ")[0];
    const group = svg("g", { "font-size": label.size, "font-weight": weight, "text-anchor": anchor, fill: theme.ink, stroke: theme.paper, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" });
    const node = nodes[label.n];
    if (node.lang) group.setAttribute("lang", node.lang);
    label.lines.forEach((line, i) => group.append(svgText(line, anchorOf(label).toFixed(1), (label.top + (i + 0.78) * (label.size + 3)).toFixed(1), {})));
    return group;
  }

  function exportLegend(width) {
    const group = svg("g", { "font-size": 12, fill: theme.ink });
    let [x, y] = [20, 20];
    const put = (text, draw, iconWidth) => {
      const full = iconWidth + 8 + widthOfText(text, `400 12px ${FONT}`) + 22;
      if (x + full > width && x > 20) [x, y] = [20, y + 22];
      group.append(draw(x, y), svgText(text, x + iconWidth + 8, y + 4, {}));
      x += full;
    };
    const line = (kind, dashes, colour) => (lx, ly) => {
      const element = svg("line", { x1: lx, x2: lx + 30, y1: ly, y2: ly, stroke: colour, "stroke-width": kind.width, "stroke-linecap": "round" });
      if (dashes.length) element.setAttribute("stroke-dasharray", dashes.join(" "));
      return element;
    };
    data.nodeKinds.forEach((kind, k) => state.hiddenNodeKinds.has(k) || put(kind.name, (lx, ly) => svgShape(k, lx + 7, ly, 6), 14));
    data.edgeKinds.forEach((kind, k) => state.hiddenEdgeKinds.has(k) || put(kind.name, line(kind, kind.dashes, theme.e[kind.slot]), 30));
    if (edges.some((edge, e) => edgeOn[e] && edge.expected)) put("expected, not done", line({ width: 1.6 }, data.expectedLine, theme.ink), 30);
    group.append(svgText(data.attribution, 20, y + 26, { "font-size": 11, fill: theme.soft }));
    return { group, height: y + 40 };
  }

  /** The SVG at twice its size: one way of drawing for both files. */
  function savePng() {
    const { text, width, height } = drawSvg();
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = make("canvas", { width: width * 2, height: height * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, width * 2, height * 2);
      canvas.toBlob((blob) => save(blob, ".png"), "image/png");
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  const EXPORTS = [
    ["PNG", "Picture of this view", savePng],
    ["SVG", "Drawing of this view, for print and editing", () => download(drawSvg().text, "image/svg+xml;charset=utf-8", ".svg")],
    ["CSV edges", "Edges that are shown, with sources, as a table", () => download(edgesAsCsv(), "text/csv;charset=utf-8", "-edges.csv")],
    ["CSV nodes", "Nodes that are shown, as a table", () => download(nodesAsCsv(), "text/csv;charset=utf-8", "-nodes.csv")],
  ];

  // ---------------------------------------------------------------- keyboard

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
  }

  // ---------------------------------------------------------------- start

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
  start();
  listen();
  refresh();
  fit(false);
  if (!state.hops && state.node !== null && nodeOn[state.node]) bringIntoView(state.node);
})();
