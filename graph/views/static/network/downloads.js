
// ------------------------------------------------------------------ downloads

// What is shown as files.

function download(text, type, ending) {
  save(new Blob([text], { type }), ending);
}

function save(blob, ending) {
  const address = URL.createObjectURL(blob);
  const anchor = make("a", { href: address, download: `${data.private ? "private-" : ""}${data.name.replace(/[^\w.-]+/g, "-")}${ending}` });
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

/** What is shown as GraphML, which Gephi, yEd, igraph and networkx read. */
function asGraphml() {
  const NS = "http://graphml.graphdrawing.org/xmlns";
  const made = document.implementation.createDocument(NS, "graphml");
  const put = (parent, name, attributes, text) => {
    const element = made.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = xmlText(String(text));
    return parent.appendChild(element);
  };
  const keys = { node: ["label", "kind", "iri"], edge: ["label", "kind", "statement", "start", "end", "dates", "expected", "sources"] };
  for (const [what, names] of Object.entries(keys)) {
    for (const name of names) put(made.documentElement, "key", { id: `${what}-${name}`, for: what, "attr.name": name, "attr.type": "string" });
  }
  const graph = put(made.documentElement, "graph", { id: "G", edgedefault: "directed" });
  const fill = (element, what, values) => {
    keys[what].forEach((name, i) => values[i] !== undefined && values[i] !== "" && put(element, "data", { key: `${what}-${name}` }, values[i]));
  };
  nodes.forEach((node, n) => {
    if (nodeOn[n]) fill(put(graph, "node", { id: `n${n}` }), "node", [node.label, data.nodeKinds[node.kind].name, node.iri]);
  });
  edges.forEach((edge, e) => {
    if (!edgeOn[e]) return;
    const sources = edge.sources.map((number) => [data.sources[number].title, data.sources[number].at].filter(Boolean).join(", ")).join(" | ");
    const values = [edge.name, data.edgeKinds[edge.kind].name, edge.key, edge.start, edge.end, when(edge), edge.expected ? "true" : "", sources];
    fill(put(graph, "edge", { id: `e${e}`, source: `n${edge.from}`, target: `n${edge.to}` }), "edge", values);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}`;
}

/** XML has no way to write some characters. */
const xmlText = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");

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
  root.append(svgText(`${$("count").textContent}${data.asOf ? ` · ${t("as of")} ${data.asOf}` : ""}`, 20, 45, { "font-size": 12, fill: theme.soft }));
  const clip = svg("svg", { y: head, width: view.width, height: view.height, overflow: "hidden" });
  const lines = svg("g", { fill: "none" });
  edges.forEach((_, e) => edgeOn[e] && packed[e] !== 2 && lines.append(svgEdge(e, view)));
  const marks = svg("g");
  nodes.forEach((_, n) => nodeOn[n] && marks.append(svgNode(n, view)));
  clip.append(lines, marks, ...bundleMarks(view).map(svgBundleMark), ...placeLabels(view).map(svgLabel));
  legend.group.setAttribute("transform", `translate(0 ${head + view.height})`);
  root.append(clip, legend.group);
  return { text: new XMLSerializer().serializeToString(root), width: view.width, height };
}

function svgText(text, x, y, attributes) {
  const element = svg("text", { x, y, ...attributes });
  element.textContent = xmlText(text);
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

function svgBundleMark({ x, y, text }) {
  const group = svg("g", { class: "bundle" });
  const half = 4 + text.length * 3;
  group.append(svg("rect", { x: (x - half).toFixed(1), y: (y - 7.5).toFixed(1), width: 2 * half, height: 15, rx: 7.5, fill: theme.paper, stroke: theme.soft }));
  group.append(svgText(text, x.toFixed(1), (y + 3.5).toFixed(1), { "font-size": 10, "font-weight": 600, "text-anchor": "middle", fill: theme.ink }));
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
  ["PNG", t("Picture of this view"), savePng],
  ["SVG", t("Drawing of this view, for print and editing"), () => download(drawSvg().text, "image/svg+xml;charset=utf-8", ".svg")],
  ["GraphML", t("What is shown, for Gephi, yEd, networkx and others"), () => download(asGraphml(), "application/graphml+xml;charset=utf-8", ".graphml")],
  [`CSV ${t("edges")}`, t("Edges that are shown, with sources, as a table"), () => download(edgesAsCsv(), "text/csv;charset=utf-8", "-edges.csv")],
  [`CSV ${t("nodes")}`, t("Nodes that are shown, as a table"), () => download(nodesAsCsv(), "text/csv;charset=utf-8", "-nodes.csv")],
];
