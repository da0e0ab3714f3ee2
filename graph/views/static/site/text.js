// Words, elements and files: what all pages need. Text from records reaches the page through textContent only.

const $ = (id) => document.getElementById(id);
const t = (text) => (window.aseankgWords || {})[text] || text;
const root = document.documentElement.dataset.root || "";

const OTHER_LETTERS = { đ: "d", ð: "d", ı: "i", ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", "’": "'", "‘": "'", "–": "-" };

/** Fold case and diacritics, so that "dong" finds "Đông" and "turkiye" finds "Türkiye". */
function fold(text) {
  const bare = text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  return bare.replace(/[đðıøłßæœ’‘–]/g, (letter) => OTHER_LETTERS[letter]);
}

const written = (number) => number.toLocaleString(document.documentElement.lang || "en");

/** Make an element from attributes, `text` and `on`; never from HTML. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "text") element.textContent = value;
    else if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

/** Quote a field. A spreadsheet runs text that begins with one of = + - @; an apostrophe keeps it text. */
function field(value) {
  const text = String(value ?? "");
  const safe = /^[\s\ufeff]*[=+\-@\t\r]/.test(text) && !/^[+\-]?[\d.,]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csv = (rows) => `\ufeff${rows.map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;

function save(text, type, name) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const marked = document.documentElement.dataset.private === undefined ? name : `private-${name}`;
  make("a", { href: address, download: marked }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Keep a choice in the address, where there is one to change. */
function remember(query) {
  try {
    history.replaceState(null, "", query ? `#${query}` : location.pathname + location.search);
  } catch {
    // a page inside another has no address of its own
  }
}
