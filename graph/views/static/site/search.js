
// Search over all names of all things, on every page. The names are one file, fetched when somebody first searches.

function search() {
  const input = $("q");
  if (!input) return;
  const list = $("hits");
  const status = $("count");
  let entries = null;
  let hits = [];
  let active = -1;

  function fetchNames() {
    if (window.aseankgNames) ready();
    else if (!document.querySelector("script[data-names]")) {
      const script = make("script", { src: `${root}static/names.js`, "data-names": true });
      script.addEventListener("load", () => { ready(); update(); });
      document.head.append(script);
    }
  }

  function ready() {
    entries ??= window.aseankgNames.map(([label, names, kind, page, lang]) => ({
      label, names, kind, page, lang, keys: [label, ...names.map(([name]) => name)].map(fold),
    }));
  }

  /** 4 the whole name, 3 its beginning, 2 the beginning of a word, 1 anywhere; and which name it was. */
  function score(entry, words, whole) {
    let best = [0, 0];
    entry.keys.forEach((key, i) => {
      if (!words.every((word) => key.includes(word))) return;
      const points = key === whole ? 4 : key.startsWith(whole) ? 3 : key.includes(" " + whole) ? 2 : 1;
      if (points > best[0]) best = [points, i];
    });
    if (!best[0] && words.every((word) => entry.keys.some((key) => key.includes(word)))) return [0.5, 0]; // in several names
    return best;
  }

  function find(text) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    if (!words.length || !entries) return [];
    const whole = words.join(" ");
    const found = [];
    for (const entry of entries) {
      const [points, name] = score(entry, words, whole);
      if (points) found.push([points, entry, name]);
    }
    found.sort((a, b) => b[0] - a[0] || weight(a[1]) - weight(b[1]) || a[1].label.length - b[1].label.length);
    return found;
  }

  const FIRST = ["state", "body", "framework", "topic", "line"]; // things by themselves before statements about them
  const weight = (entry) => (FIRST.includes(entry.kind) ? 0 : 1);

  function option([, entry, name], index) {
    const item = make("li", { id: `hit-${index}`, role: "option", "aria-selected": String(index === active) });
    item.append(make("span", { lang: entry.lang, text: entry.label }));
    if (name) item.append(make("small", { lang: entry.names[name - 1][1], text: entry.names[name - 1][0] }));
    item.append(make("small", { text: t(entry.kind) }));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); open(index); });
    return item;
  }

  function show(count) {
    list.replaceChildren(...hits.map(option));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `hit-${active}`);
      $(`hit-${active}`).scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
    if (count !== undefined) status.textContent = input.value.trim() ? (count ? `${count} ${t("found")}` : t("nothing found")) : "";
  }

  function open(index) { location.href = root + hits[index][1].page; }

  function update() {
    const found = find(input.value);
    hits = found.slice(0, 12);
    active = -1;
    show(entries ? found.length : undefined);
  }

  input.addEventListener("focus", fetchNames);
  input.addEventListener("input", () => { fetchNames(); update(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (hits.length) active = (Math.max(active, step > 0 ? -1 : 0) + step + hits.length) % hits.length;
      show();
    } else if (event.key === "Enter" && hits.length) {
      event.preventDefault();
      open(Math.max(active, 0));
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
}

search();
