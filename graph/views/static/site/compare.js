
// Two partners side by side. The choice is in the address: #a=canada&b=australia

function compare() {
  const place = $("compare");
  const holder = $("compared");
  if (!place || !holder) return;
  const { sections, acts, partners } = JSON.parse(holder.textContent);
  const slugs = partners.map(([slug]) => slug);

  function chosen() {
    const query = new URLSearchParams(location.hash.slice(1));
    const at = (key, otherwise) => Math.max(0, slugs.includes(query.get(key)) ? slugs.indexOf(query.get(key)) : otherwise);
    const a = at("a", 0);
    return [a, at("b", a === 0 ? Math.min(1, slugs.length - 1) : 0)];
  }

  function picker(label, key, now) {
    const select = make("select", {}, ...partners.map(([slug, name]) => make("option", { value: slug, text: name })));
    select.selectedIndex = now;
    select.addEventListener("change", () => {
      const [a, b] = chosen().map((place) => slugs[place]);
      remember(new URLSearchParams({ a, b, [key]: select.value }).toString());
      show();
      document.querySelectorAll("#compare select")[key === "a" ? 0 : 1].focus();
    });
    return make("label", {}, label, select);
  }

  function item(number) {
    const [label, page, when, outcome] = acts[number];
    return make("li", {}, make("a", { href: page, text: label }), make("small", { text: [when || t("date not stated"), outcome].filter(Boolean).join(" · ") }));
  }

  function side(partner, section) {
    const own = partner[3][section];
    const outcomes = new Map();
    for (const number of own) if (acts[number][3]) outcomes.set(acts[number][3], (outcomes.get(acts[number][3]) || 0) + 1);
    const sum = [...outcomes].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${count} ${name}`).join(", ");
    const box = make("div", { class: "side" }, make("p", {}, make("b", { text: own.length }), " ", sum));
    const latest = [...own].reverse();
    if (own.length <= 6) box.append(make("ul", {}, ...latest.map(item)));
    else {
      const all = make("details", {}, make("summary", { text: t("Show all, the latest first") }));
      all.addEventListener("toggle", () => all.children.length < 2 && all.append(make("ul", {}, ...latest.map(item))));
      box.append(all);
    }
    return box;
  }

  function show() {
    const [a, b] = chosen();
    const versus = make("div", { class: "versus" });
    for (const partner of [partners[a], partners[b]]) {
      versus.append(make("h2", {}, make("a", { href: partner[2], text: partner[1] })));
    }
    sections.forEach((title, section) => {
      if (!partners[a][3][section].length && !partners[b][3][section].length) return;
      versus.append(make("h3", { text: title }), side(partners[a], section), side(partners[b], section));
    });
    const pickers = make("div", { class: "pick" }, picker(t("One partner"), "a", a), picker(t("and another"), "b", b));
    place.replaceChildren(pickers, versus);
    place.hidden = false;
  }

  window.addEventListener("hashchange", show);
  if (partners.length) show();
}

compare();
