
// The page for queries: a question or a text, an answer as table and picture. The query is in the address: #query=…

function sparqlPage() {
  const holder = $("asking");
  if (!holder || !$("sparql")) return;
  const facts = JSON.parse(holder.textContent);
  const BATCH = 500; // rows put on the page at a time
  const DRAWN = 10000; // rows on the page; the file has all
  const FROM_SERVER = /^https?:$/.test(location.protocol);
  const said = (text) => { $("state").textContent = text; };
  const engines = { local: localEngine(facts, said), server: serverEngine(facts, said) };
  let running = null; // the engine that answers
  let asking = Promise.resolve(); // its answer, on the page or refused
  let filling = Promise.resolve(); // a question on its way into the editor
  let unfilled = null; // what stands in the editor while a value cannot be filled in
  let fills = 0;
  let turn = 0;

  // names and pages of things

  let names = null;
  const loadNames = () => load("names.js", () => window.aseankgNames).then(() => {
    names ??= new Map(Object.entries(window.aseankgNames).flatMap(([kind, things]) => things.map(([label, slug]) => [`${kind}/${slug}.html`, label])));
  });

  function iriOf(slug) {
    if (slug.startsWith(facts.base) && !/[<>"{}|^`\\\s]/.test(slug)) return slug;
    for (const page of names.keys()) {
      if (!page.endsWith(`/${slug}.html`)) continue;
      const path = page.slice(0, -".html".length);
      return facts.base + (path.startsWith("source/") ? path : `id/${path}`);
    }
    throw new Error(`${t("nothing is called")} ${slug}`);
  }

  /** Return the page of an IRI of ours, or nothing. */
  function pageOf(iri) {
    if (!iri.startsWith(facts.base)) return "";
    const page = `${iri.slice(facts.base.length).replace(/^id\//, "").split("#")[0]}.html`;
    return names && names.has(page) ? page : "";
  }

  function shown(term) {
    if (term.type !== "uri") return { text: term.value, page: "" };
    const page = pageOf(term.value);
    if (page && !term.value.includes("#")) return { text: names.get(page), page };
    return { text: facts.labels[term.value] || short(term.value), page };
  }

  function short(iri) {
    for (const [name, space] of Object.entries(facts.prefixes)) if (iri.startsWith(space)) return `${name}:${iri.slice(space.length)}`;
    return iri.startsWith(facts.base) ? iri.slice(facts.base.length) : iri;
  }

  // the query

  const area = $("query");
  let editor = {
    get: () => area.value,
    set: (text) => { area.value = text; },
    go: () => area.focus(),
  };

  function fromAddress() {
    try {
      return new URLSearchParams(location.hash.slice(1));
    } catch {
      return new URLSearchParams();
    }
  }

  function edit() {
    if (!window.aseankgEditor) {
      area.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && run());
      return;
    }
    const host = $("editor");
    const text = area.value;
    area.remove();
    const terms = [...Object.keys(facts.prefixes).map((name) => [`${name}:`, "", ""]), ...facts.terms];
    editor = window.aseankgEditor(host, { text, label: area.getAttribute("aria-label"), terms, run });
  }

  // questions

  const fields = $("parameters");

  function values() {
    return Object.fromEntries(Array.from(fields.querySelectorAll("input"), (input) => [input.name, input.value]));
  }

  function fill(question) {
    const mine = ++fills;
    filling = loadNames().then(() => {
      if (mine !== fills) return;
      editor.set(filled(question, values(), iriOf));
      unfilled = null;
      fault("");
    }).catch((error) => {
      if (mine !== fills) return;
      unfilled = editor.get();
      $("answer").replaceChildren();
      said("");
      fault(error.message);
    });
    return filling;
  }

  function suggestions(input, list) {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const found = [];
    for (const [page, label] of names || []) {
      const slug = page.split("/").pop().slice(0, -".html".length);
      if (words.every((word) => fold(`${label} ${slug}`).includes(word))) found.push([page.startsWith("state/") || page.startsWith("body/") ? 0 : 1, label.length, slug, label]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    list.replaceChildren(...found.slice(0, 12).map(([, , slug, label]) => make("option", { value: slug, text: label })));
  }

  async function choose(name, given = {}) {
    const question = facts.questions.find((one) => one.name === name);
    fields.replaceChildren();
    fields.hidden = !question || !question.parameters.length;
    if (!question) {
      unfilled = null;
      return;
    }
    for (const [key, type, value, about] of question.parameters) {
      const input = make("input", { type: "text", name: key, autocomplete: "off", inputmode: type === "number" ? "numeric" : null });
      input.value = given[key] ?? value;
      input.addEventListener("change", () => fill(question));
      const label = make("label", {}, make("span", { text: key.replaceAll("_", " ") }), input, make("small", { text: about }));
      if (type === "thing") {
        const list = make("datalist", { id: `near-${key}` });
        input.setAttribute("list", list.id);
        input.addEventListener("input", () => loadNames().then(() => suggestions(input, list)));
        label.append(list);
      }
      fields.append(label);
    }
    await fill(question);
  }

  // the answer

  function fault(text) {
    $("error").textContent = text;
    $("error").hidden = !text;
  }

  function busy(engine) {
    running = engine;
    $("run").disabled = Boolean(engine);
    $("stop").hidden = !engine;
  }

  function cell(term) {
    if (!term) return make("td");
    const { text, page } = shown(term);
    const number = /#(integer|decimal|double|float)$/.test(term.datatype || "");
    if (page) return make("td", {}, make("a", { href: page, text, title: term.value }));
    if (term.type === "uri" && /^https?:/.test(term.value) && !term.value.startsWith(facts.base) && text === term.value)
      return make("td", {}, make("a", { href: term.value, rel: "noopener noreferrer", text }));
    return make("td", { class: number ? "number" : null, lang: term.lang || null, text, title: term.type === "uri" ? term.value : null });
  }

  /** Put rows on the page, some at a time, so that it stays fluent; another query ends it. */
  function table({ columns, rows }) {
    const mine = turn;
    const body = make("tbody");
    const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col", text: column.replaceAll("_", " ") })));
    const region = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("Answer") }, make("table", { class: "rows" }, make("thead", {}, head), body));
    $("answer").replaceChildren(region);
    const last = Math.min(rows.length, DRAWN);
    const add = (from) => {
      if (mine !== turn) return;
      const some = document.createDocumentFragment();
      for (const row of rows.slice(from, Math.min(last, from + BATCH))) some.append(make("tr", {}, ...row.map(cell)));
      body.append(some);
      if (from + BATCH < last) setTimeout(add, 0, from + BATCH);
    };
    add(0);
  }

  function show(answer, graph, milliseconds) {
    const { columns, rows, total } = answer;
    const parts = [`${total} ${t("row(s)")}`, `${milliseconds} ms`];
    if (rows.length < total) parts.push(`${t("read here:")} ${rows.length}`);
    if (rows.length > DRAWN) parts.push(`${t("shown here:")} ${DRAWN}`);
    said(parts.join(" · "));
    const texts = () => [columns, ...rows.map((row) => row.map((term) => (term ? term.value : "")))];
    $("take").replaceChildren(make("button", { type: "button", text: "CSV", title: t("The answer as a table for spreadsheets"), on: { click: () => save(csv(texts()), "text/csv;charset=utf-8", "answer.csv") } }));
    $("take").hidden = !total;
    const edges = edgesOf(answer, graph);
    $("drawing").replaceChildren(...(edges.length ? [drawn(edges, shown)] : []));
    if (total) table(answer);
    else $("answer").replaceChildren(make("p", { class: "quiet", text: t("No rows: no document read so far says anything of the kind.") }));
  }

  /** Ask what the editor holds once it holds the question chosen; a query that still runs makes room. */
  async function run() {
    const mine = ++turn;
    await filling;
    if (unfilled === editor.get()) return; // not the question that stands above it
    if (running) running.stop();
    await asking.catch(() => {});
    if (mine === turn) asking = ask(editor.get(), mine);
  }

  async function ask(query, mine) {
    fault("");
    said("");
    for (const id of ["answer", "drawing"]) $(id).replaceChildren();
    $("take").hidden = true;
    remember(new URLSearchParams({ query }).toString());
    if (asksOthers(query)) return fault(t("SERVICE is refused: a query reads this graph and sends no requests"));
    const engine = $("server").checked ? engines.server : engines.local;
    const graph = /^(CONSTRUCT|DESCRIBE)$/.test(form(query));
    busy(engine);
    try {
      await loadNames();
      if (mine !== turn) throw new Error(t("Stopped."));
      const [text, milliseconds] = await engine.ask(query, graph);
      if (mine === turn) show(read(text, graph), graph, milliseconds);
    } catch (error) {
      said("");
      fault(error.message);
      if (error.place) editor.go(...error.place);
    } finally {
      busy(null);
    }
  }

  async function follow() {
    const address = fromAddress();
    if (address.get("query")) {
      $("named").value = "";
      await choose("");
      unfilled = null;
      fills += 1; // a question still on its way comes too late
      editor.set(address.get("query"));
      await run();
    } else if (address.get("ask")) {
      $("named").value = address.get("ask");
      await choose($("named").value, Object.fromEntries(address));
    }
  }

  edit();
  $("run").addEventListener("click", run);
  $("stop").addEventListener("click", () => {
    turn += 1;
    if (running) running.stop();
  });
  $("named").addEventListener("change", () => choose($("named").value));
  $("where").hidden = !FROM_SERVER;
  window.addEventListener("hashchange", follow);
  busy(null);
  follow();
}

sparqlPage();
