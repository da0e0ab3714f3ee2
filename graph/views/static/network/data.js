
// ------------------------------------------------------------------ data

// What the page was given. Its Python (network.py) has placed the nodes and chosen their looks.

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
