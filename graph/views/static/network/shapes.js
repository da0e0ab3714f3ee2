
// ------------------------------------------------------------------ shapes

// Colours and shapes, on the canvas and in the page.

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
