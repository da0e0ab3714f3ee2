
// ------------------------------------------------------------------ search

// Search over all names: the combobox pattern of WAI-ARIA.

const search = { options: [], active: -1, index: null };

function searchIndex() {
  if (!search.index) {
    search.index = nodes.map((node, n) => ({
      n,
      names: [[node.label, node.lang], ...(node.aliases || [])].map(([name, lang]) => ({ name, lang, folded: fold(name), lower: name.toLowerCase() })),
    }));
  }
  return search.index;
}

/** 0 best: begins with it, a word begins with it, contains it; an own name before an alias. */
function rank(folded, query) {
  const at = folded.indexOf(query);
  if (at < 0) return Infinity;
  if (at === 0) return folded.length === query.length ? 0 : 1;
  return /[\s\-–(/]/.test(folded[at - 1]) ? 2 : 3;
}

function find(text) {
  const query = fold(text.trim());
  const exact = text.trim().toLowerCase();
  if (!exact) return [];
  const hits = [];
  for (const { n, names } of searchIndex()) {
    let best = null;
    names.forEach((name, i) => {
      const score = (query ? rank(name.folded, query) : rank(name.lower, exact)) * 2 + (i ? 1 : 0) - (name.lower.includes(exact) ? 0.5 : 0);
      if (Number.isFinite(score) && (!best || score < best.score)) best = { n, score, alias: i ? name : null };
    });
    if (best) hits.push(best);
  }
  return hits.sort((a, b) => a.score - b.score || nodes[b.n].size - nodes[a.n].size || a.n - b.n);
}

function suggest() {
  const text = $("search").value;
  const hits = find(text);
  search.options = hits.slice(0, 12);
  search.active = -1;
  $("suggestions").replaceChildren(...search.options.map(suggestion));
  openSuggestions(search.options.length > 0);
  const more = hits.length > 12 ? `, ${t("first 12 of")} ${hits.length}` : "";
  $("found").textContent = text.trim() ? (hits.length ? `${plural(search.options.length, "suggestion")}${more}` : t("No name matches")) : "";
}

function suggestion(hit, i) {
  const node = nodes[hit.n];
  const words = make("span", {}, nameOf(node));
  const small = make("small", {});
  if (hit.alias) small.append(make("bdi", { text: hit.alias.name, lang: hit.alias.lang }), " · ");
  small.append(t(data.nodeKinds[node.kind].name));
  words.append(small);
  const choose = (event) => {
    event.preventDefault(); // the box keeps the keyboard
    pickSuggestion(i);
  };
  return make("li", { role: "option", id: `suggestion-${i}`, "aria-selected": "false", on: { mousedown: choose } }, kindIcon(node.kind), words);
}

function openSuggestions(isOpen) {
  $("suggestions").hidden = !isOpen;
  $("search").setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) $("search").removeAttribute("aria-activedescendant");
}

function moveSuggestion(step) {
  if ($("suggestions").hidden) suggest();
  const count = search.options.length;
  if (!count) return;
  search.active = (search.active + step + count + (search.active < 0 && step < 0 ? 1 : 0)) % count;
  [...$("suggestions").children].forEach((item, i) => {
    item.setAttribute("aria-selected", String(i === search.active));
    if (i === search.active) item.scrollIntoView({ block: "nearest" });
  });
  $("search").setAttribute("aria-activedescendant", `suggestion-${search.active}`);
}

function pickSuggestion(i) {
  const hit = search.options[i];
  if (!hit) return;
  $("search").value = nodes[hit.n].label;
  openSuggestions(false);
  if (pathFrom !== null) {
    showPath(pathFrom, hit.n);
    return;
  }
  if (nodes[hit.n].group !== undefined) state.open.add(nodes[hit.n].group);
  if ((state.hops || state.path) && !nodeOn[hit.n]) Object.assign(state, { centre: null, hops: 0, path: null, expanded: [] });
  select(hit.n, null, { look: true });
}

function listenToSearch() {
  const box = $("search");
  box.addEventListener("input", suggest);
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", () => openSuggestions(false));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") moveSuggestion(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter") pickSuggestion(Math.max(search.active, 0));
    else if (event.key === "Escape") {
      if ($("suggestions").hidden) box.value = "";
      openSuggestions(false);
      dropPath();
      $("found").textContent = "";
      event.stopPropagation(); // Escape in the box is not a step back in the drawing
      return;
    } else return;
    event.preventDefault();
  });
}
