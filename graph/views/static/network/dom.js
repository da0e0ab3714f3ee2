
// ------------------------------------------------------------------ dom

// Small helpers. Text from records reaches the page through textContent only.

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

const t = (text) => (data.words || window.aseankgWords || {})[text] || text;
const plural = (count, word) => `${count.toLocaleString("en")} ${t(count === 1 ? word : `${word}s`)}`;
const web = (address) => (/^https?:\/\/[^\s/]/i.test(address || "") ? address : "");
const page = (address) => (/^[^\s:/\\][^\s:\\]*$/.test(address || "") ? address : "");

const OTHER_LETTERS = { đ: "d", ð: "d", ı: "i", ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", "’": "'", "‘": "'", "–": "-" };

/** Fold case and diacritics, so that "dong" finds "Đông" and "turkiye" finds "Türkiye". */
function fold(text) {
  const bare = text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  return bare.replace(/[đðıøłßæœ’‘–]/g, (letter) => OTHER_LETTERS[letter]);
}

const languages = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" }) : null;
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
