"use strict";
// Search over everything the graph holds. Folds diacritics, looks at all names, follows the combobox pattern of WAI-ARIA.
(function () {
  const data = JSON.parse(document.getElementById("index").textContent);
  const input = document.getElementById("q");
  const list = document.getElementById("hits");
  const status = document.getElementById("count");
  // đ and ı are letters of their own: no decomposition turns them into d and i
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/ı/g, "i");
  const entries = data.map((entry) => ({ ...entry, keys: [entry.l, ...entry.n].map(fold) }));
  let hits = [];
  let active = -1;

  function score(entry, words) {
    let best = 0;
    for (const key of entry.keys) {
      if (!words.every((word) => key.includes(word))) continue;
      const whole = words.join(" ");
      best = Math.max(best, key === whole ? 4 : key.startsWith(whole) ? 3 : key.includes(" " + whole) ? 2 : 1);
    }
    return best;
  }

  function find(text) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found = [];
    for (const entry of entries) {
      const points = score(entry, words);
      if (points) found.push([points, entry]);
    }
    found.sort((a, b) => b[0] - a[0] || a[1].l.length - b[1].l.length);
    return found.slice(0, 12).map((pair) => pair[1]);
  }

  function show() {
    list.replaceChildren(...hits.map((entry, index) => {
      const item = document.createElement("li");
      item.id = "hit-" + index;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === active));
      const name = document.createElement("span");
      name.lang = entry.g;
      name.textContent = entry.l;
      const kind = document.createElement("small");
      kind.textContent = entry.k;
      item.append(name, kind);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); open(index); });
      return item;
    }));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", "hit-" + active);
      document.getElementById("hit-" + active).scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
    status.textContent = input.value.trim() ? (hits.length ? hits.length + " found" : "nothing found") : "";
  }

  function open(index) { location.href = hits[index].p; }

  input.addEventListener("input", () => { hits = find(input.value); active = -1; show(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) active = (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
      show();
    } else if (event.key === "Enter" && hits.length) {
      event.preventDefault();
      open(Math.max(active, 0));
    } else if (event.key === "Escape") {
      hits = []; active = -1; input.value = ""; show();
    }
  });
  input.addEventListener("blur", () => { hits = []; active = -1; list.hidden = true; input.setAttribute("aria-expanded", "false"); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) { event.preventDefault(); input.focus(); }
  });
})();
