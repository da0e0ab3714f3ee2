
// ------------------------------------------------------------------ labels

// Names: placed so that none covers another.

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
  const pixels = !inRow ? 200 : depth.get(n) === 1 && ring2 ? 92 : narrow.matches ? 132 : 166;
  const key = `${n} ${limit} ${most} ${pixels}`;
  if (!wrapped.has(key)) wrapped.set(key, wrapTo(nodes[n].label, limit, most, pixels));
  return wrapped.get(key);
}

/** Who speaks first: selection, what is pointed at, their neighbours, then by weight. */
function labelOrder(view) {
  const wanted = (n) => nodeOn[n] && (!fades() || near[n] || n === state.centre);
  const all = !big || view.scale > 0.75 || state.hops > 0 || state.path !== null || hasSelection();
  const rest = byWeight.filter((n) => wanted(n) && (all || hubs.has(n)));
  const before = [state.node, hovered && hovered.node, state.centre, ...state.pins, ...(state.path || [])].filter((n) => n !== null && n !== undefined && nodeOn[n]);
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
  return ring2 && depth.get(n) === 1 ? [outward, "below", "above"] : [outward];
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
  drawBundleMarks(context, view);
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
