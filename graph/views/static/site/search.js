
// Search over all names of all things, on every page. The names are one file, fetched when somebody first searches.

function search() {
  const input = $("q");
  if (!input) return;
  const list = $("hits");
  const status = $("count");
  let entries = null;
  let vocabulary = [];
  let hits = [];
  let active = -1;
  let isAsked = false; // Enter was pressed before the names were here

  function fetchNames() {
    if (window.aseankgNames) ready();
    else if (!document.querySelector("script[data-names]")) {
      const script = make("script", { src: `${root}static/names.js`, "data-names": true });
      script.addEventListener("load", () => { ready(); update(); if (isAsked && hits.length) open(0); });
      document.head.append(script);
    }
  }

  // What is searched

  /** Names by kind, each thing as label, slug, other names with their language, language of the label. Kinds and things
   * come in the order in which they are offered: things themselves before statements, the most often named first. */
  function ready() {
    if (entries) return;
    entries = Object.entries(window.aseankgNames).flatMap(([kind, things]) => things.map(([label, slug, names = [], lang = "en"]) => {
      const said = [label, ...names.map(([name]) => name)].map(key);
      return { label, names, kind: kind.replaceAll("-", " "), lang, page: `${kind}/${slug}.html`, said, slug: key(slug.replaceAll("-", " ")) };
    }));
    const words = entries.flatMap((entry) => [...entry.said, entry.slug].flatMap((name) => name.split(" ")));
    vocabulary = [...new Set(words)].filter((word) => word.length > 3);
  }

  /** Signs between words are no part of a name: "Timor-Leste" is found by "timor leste", "B.6" stays one word. */
  const key = (text) => fold(text).replace(/[^\p{L}\p{N}.']+/gu, " ").replace(/\.(?![\p{L}\p{N}])/gu, "").trim();

  // How well it fits

  const WHOLE = 5, BEGINS = 4, WORDS = 3, STARTS = 2.5, INSIDE = 2, SPREAD = 1;

  function fit(name, words, whole) {
    if (name === whole) return WHOLE;
    if (name.startsWith(`${whole} `)) return BEGINS;
    const padded = ` ${name} `;
    if (words.every((word) => padded.includes(` ${word} `))) return WORDS;
    if (!words.every((word) => name.includes(word))) return 0;
    return padded.includes(` ${whole}`) ? STARTS : INSIDE;
  }

  /** How well a thing fits, and by which of its names; its slug counts as a name that nobody sees. */
  function score(entry, words, whole) {
    let best = [0, 0];
    entry.said.forEach((name, i) => {
      const points = fit(name, words, whole);
      if (points > best[0]) best = [points, i];
    });
    const hidden = fit(entry.slug, words, whole) - 0.25; // a name that is seen goes before
    if (hidden > best[0]) best = [Math.min(hidden, BEGINS - 0.25), 0];
    if (!best[0] && words.every((word) => entry.slug.includes(word) || entry.said.some((name) => name.includes(word)))) {
      const all = ` ${entry.slug} ${entry.said.join(" ")} `;
      return [SPREAD + words.filter((word) => all.includes(` ${word} `)).length / (words.length + 1), 0];
    }
    return best;
  }

  function matching(words) {
    const whole = words.join(" ");
    const found = [];
    for (const entry of entries) {
      const [points, name] = score(entry, words, whole);
      if (points) found.push([points, entry, name]);
    }
    return found.sort((a, b) => b[0] - a[0]); // stable: what fits alike stays in the order of the names
  }

  /** What is meant by a word that stands nowhere: words that differ in one letter, or in the order of two. */
  function near(word) {
    const single = (text) => text.replace(/(.)\1+/gu, "$1"); // doubled or not is no letter of difference
    const whole = vocabulary.filter((known) => Math.abs(known.length - word.length) < 3 && slipped(single(word), single(known)));
    if (whole.length) return whole;
    const begun = [0, 1, -1].map((more) => word.length + more); // somebody is still typing
    return vocabulary.filter((known) => begun.some((length) => known.length > length && slipped(word, known.slice(0, length))));
  }

  function slipped(a, b) {
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    const [x, y] = [a.slice(i), b.slice(i)];
    return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1) || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
  }

  function find(text) {
    const words = key(text).split(" ").filter(Boolean);
    if (!words.length || !entries) return [[], ""];
    const found = matching(words);
    const chance = words.length === 1 && found.length && found[0][0] < STARTS; // only in the middle of words: "canda" in "Scandinavia"
    if (found.length && !chance) return [found, ""];
    const options = words.map((word) => (word.length < 4 || vocabulary.some((known) => known.startsWith(word)) ? [word] : near(word)));
    const meant = options.reduce((all, some) => all.flatMap((one) => some.slice(0, 5).map((word) => [...one, word])), [[]]);
    const better = meant.slice(0, 10).map((some) => [matching(some), some.join(" ")]).filter(([some]) => some.length && some[0][0] >= STARTS);
    better.sort((a, b) => b[0][0][0] - a[0][0][0] || entries.indexOf(a[0][0][1]) - entries.indexOf(b[0][0][1]));
    return better[0] || [found, ""];
  }

  // What is seen

  function option([, entry, name], index) {
    const item = make("li", { id: `hit-${index}`, role: "option", "data-page": entry.page, "aria-selected": String(index === active) });
    item.append(make("span", { lang: entry.lang, text: entry.label }));
    if (name) item.append(make("small", { lang: entry.names[name - 1][1], text: entry.names[name - 1][0] }));
    item.append(make("small", { text: t(entry.kind) }));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); open(index); });
    return item;
  }

  function show(count, meant) {
    list.replaceChildren(...hits.map(option));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `hit-${active}`);
      $(`hit-${active}`).scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
    if (count === undefined) return;
    const told = count ? `${written(count)} ${t("found")}` : t("nothing found");
    status.textContent = input.value.trim() ? (meant ? `${told}; ${t("nearest name")}: ${meant}` : told) : "";
  }

  function open(index) { location.href = root + hits[index][1].page; }

  function update() {
    const [found, meant] = find(input.value);
    hits = found.slice(0, 12);
    active = -1;
    show(entries ? found.length : undefined, meant);
  }

  input.addEventListener("focus", fetchNames);
  input.addEventListener("input", () => { isAsked = false; fetchNames(); update(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (hits.length) active = (Math.max(active, step > 0 ? -1 : 0) + step + hits.length) % hits.length;
      show();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (hits.length) open(Math.max(active, 0));
      else isAsked = !entries;
    } else if (event.key === "Escape") {
      input.value = "";
      update();
    }
  });
  input.addEventListener("blur", () => { hits = []; active = -1; show(); });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
  });
  if (input.closest(".hero")) window.addEventListener("load", fetchNames); // on the start page most people search
}

search();
