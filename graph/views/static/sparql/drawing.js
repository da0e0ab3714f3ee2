
// A small picture of an answer that is a graph: laid out once, from a circle, the same for the same answer.

const NODES = 60;
const EDGES = 150;
const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Return the edges of an answer as [from, to, word], or nothing if it is no graph. */
function edgesOf({ columns, rows }, graph) {
  const place = (name) => columns.indexOf(name);
  const [from, to, word] = graph ? [0, 2, 1] : [place("from"), place("to"), Math.max(place("label"), place("kind"))];
  if (from < 0 || to < 0) return [];
  const drawn = (term) => term && (!graph || term.type !== "literal");
  return rows.filter((row) => drawn(row[from]) && drawn(row[to])).map((row) => [row[from], row[to], word < 0 ? null : row[word]]);
}

function layout(count, edges) {
  const [width, height] = [900, 560];
  const ideal = Math.sqrt((width * height) / count) * 0.7;
  const at = Array.from({ length: count }, (_, i) => [Math.cos((2 * Math.PI * i) / count) * 200, Math.sin((2 * Math.PI * i) / count) * 200]);
  for (let step = 0; step < 300; step++) {
    const move = at.map(() => [0, 0]);
    const push = (a, b, force) => {
      const [dx, dy] = [at[a][0] - at[b][0], at[a][1] - at[b][1]];
      const far = Math.max(0.1, Math.hypot(dx, dy));
      const by = force(far) / far;
      move[a][0] += dx * by; move[a][1] += dy * by;
      move[b][0] -= dx * by; move[b][1] -= dy * by;
    };
    for (let a = 0; a < count; a++) for (let b = 0; b < a; b++) push(a, b, (far) => (far > 3 * ideal ? 0 : (ideal * ideal) / far)); // far parts do not drive each other off
    for (const [a, b] of edges) if (a !== b) push(a, b, (far) => -(far * far) / ideal);
    const heat = 60 * (1 - step / 300);
    at.forEach((point, i) => {
      const far = Math.max(0.1, Math.hypot(...move[i]));
      point[0] += (move[i][0] / far) * Math.min(far, heat) - point[0] * 0.02;
      point[1] += (move[i][1] / far) * Math.min(far, heat) - point[1] * 0.03;
    });
  }
  const scale = (axis, length, margin) => {
    const all = at.map((point) => point[axis]);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    for (const point of at) point[axis] = high - low < 1 ? length / 2 : margin + ((point[axis] - low) / (high - low)) * (length - 2 * margin);
  };
  scale(0, width, 110);
  scale(1, height, 40);
  return [at, width, height];
}

const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Draw edges; `shown` says of a term its text and page. */
function drawn(edges, shown) {
  const nodes = new Map();
  const place = (term) => {
    const key = `${term.type} ${term.value}`;
    if (!nodes.has(key)) nodes.set(key, { number: nodes.size, term });
    return nodes.get(key).number;
  };
  const pairs = edges.map(([a, b, word]) => [place(a), place(b), word]);
  if (nodes.size > NODES || edges.length > EDGES)
    return make("p", { class: "quiet", text: `${t("Too large for a picture here:")} ${nodes.size} / ${edges.length}` });
  const [at, width, height] = layout(nodes.size, pairs);
  const arrow = shape("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 16, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, shape("path", { d: "M0 0 8 4 0 8z" }));
  const picture = shape("svg", { class: "drawn", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `${t("The answer as a picture")}: ${nodes.size} / ${edges.length}` }, shape("defs", {}, arrow));
  for (const [a, b, word] of pairs) {
    const line = shape("line", { x1: at[a][0], y1: at[a][1], x2: at[b][0], y2: at[b][1], "marker-end": "url(#arrow)" });
    if (word) line.append(shape("title", {}, shown(word).text));
    picture.append(line);
    if (word && pairs.length <= 30)
      picture.append(shape("text", { class: "edge", x: (at[a][0] + at[b][0]) / 2, y: (at[a][1] + at[b][1]) / 2, "text-anchor": "middle" }, cut(shown(word).text, 22)));
  }
  for (const { number, term } of nodes.values()) {
    const { text, page } = shown(term);
    const [x, y] = at[number];
    const parts = [shape("title", {}, text), shape("circle", { cx: x, cy: y, r: 8 }), shape("text", { x, y: y - 12, "text-anchor": "middle" }, cut(text, 30))];
    picture.append(page ? shape("a", { href: page }, ...parts) : shape("g", {}, ...parts));
  }
  return picture;
}
