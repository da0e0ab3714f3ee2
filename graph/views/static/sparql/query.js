
// What a text of SPARQL is and may do. The same rules as on the command line: see the module guard of the store.

const TOKEN = new RegExp(
  [
    /<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>/, // before the comment sign that an address may hold
    /"{3}(?:[^"\\]|\\.|"(?!""))*(?:"{3})?|'{3}(?:[^'\\]|\\.|'(?!''))*(?:'{3})?/,
    /"(?:[^"\\\n\r]|\\.)*"?|'(?:[^'\\\n\r]|\\.)*'?/,
    /#[^\n\r]*/,
    /[?$][\p{L}\p{N}\p{M}_]+|@[A-Za-z-]+/, // variables, language tags
    /(?<name>(?:[\p{L}\p{N}\p{M}_.%:-]|\\.)+)/, // keywords, numbers, prefixed names
  ].map((part) => part.source).join("|"),
  "gsu",
);
// behind the word: an endpoint and a brace, or what runs into the end of what is looked at
const AHEAD = 1000;
const GAP = /(?:[ \t\r\n]|#[^\n\r]*(?![^\n\r]))*/.source; // a comment goes to the end of its line, in one way only
const WORD = /[?$][\p{L}\p{N}\p{M}_]+|(?<word>service)/giu;
const following = (end) => new RegExp(
  String.raw`^${GAP}(?:silent${GAP})?(?:<[^>]*(?:>${end})|(?:[^ \t\r\n{}<>"#\\]|\\(?:.|$))+${end})${GAP}(?:\{${end})`,
  "isu",
);
const [TO_THE_BRACE, TO_THE_BRACE_OR_BEYOND] = [following(""), following("|$")];

const unescaped = (text) =>
  text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})/g, (all, short, long) => {
    const code = parseInt(short || long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });

const tokens = (text) => Array.from(text.matchAll(TOKEN), (match) => match.groups);

/** Whether a query may hold a SERVICE, in plain letters or in escapes. */
const asksOthers = (query) =>
  [query, unescaped(query)].some((text) => Array.from(text.matchAll(WORD)).some((found) => {
    const start = found.index + found[0].length;
    const behind = text.slice(start, start + AHEAD);
    return found.groups.word && (start + AHEAD < text.length ? TO_THE_BRACE_OR_BEYOND : TO_THE_BRACE).test(behind);
  }));

/** Whether a query says itself what it reads. */
const namesDataset = (query) => tokens(unescaped(query)).some(({ name }) => /^from$/i.test(name || ""));

/** SELECT, ASK, CONSTRUCT or DESCRIBE, whichever comes first; nothing if none does. */
function form(query) {
  const found = tokens(unescaped(query)).find(({ name }) => /^(select|ask|construct|describe)/i.test(name || "") && !name.includes(":"));
  return found ? found.name.match(/^(select|ask|construct|describe)/i)[1].toUpperCase() : "";
}

/** Fill a question's parameters in; one left empty stays UNDEF. Throws an Error that says what is wrong. */
function filled(question, values, iriOf) {
  const terms = new Map();
  for (const [name, type] of question.parameters) {
    const value = (values[name] || "").trim();
    if (!value && type === "number") throw new Error(`${name.replaceAll("_", " ")}: ${t("expected a whole number, found")} “”`);
    if (!value) continue;
    if (type === "thing") terms.set(name, `<${iriOf(value)}>`);
    else if (type === "number") {
      if (!/^-?\d+$/.test(value)) throw new Error(`${name}: ${t("expected a whole number, found")} ${value}`);
      terms.set(name, value);
    } else terms.set(name, JSON.stringify(value));
  }
  return question.text.replace(/VALUES \?(\w+) \{ UNDEF \}/g, (slot, name) => slot.replace("UNDEF", () => terms.get(name) || "UNDEF"));
}
