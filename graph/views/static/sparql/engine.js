
// Who answers: a worker with the graph in it, or the server that shows the page. Both can be stopped.

const ROWS = 100000; // as many as a page can hold

function load(name, ready) {
  if (ready()) return Promise.resolve();
  return new Promise((done, failed) => {
    const script = make("script", { src: `${root}static/${name}` });
    script.addEventListener("load", () => (ready() ? done() : failed(new Error(`${name}: ${t("could not be read")}`))));
    script.addEventListener("error", () => failed(new Error(`${name}: ${t("is not beside this page")}`)));
    document.head.append(script);
  });
}

/** Say what is wrong with a query, and where. The engine lists all letters that it would have taken: those are left out. */
function misread(line, column, wanted) {
  const words = wanted.replace(/^expected (one of )?/, "").split(", ").map((word) => word.trim());
  const listed = words.filter((word) => /^[A-Z]{2,}$/.test(word) && word !== "SERVICE").slice(0, 8);
  let why = t("this cannot be read here");
  if (wanted.includes("Prefix not found")) why = t("this prefix is not declared");
  else if (!wanted.startsWith("expected")) why = wanted;
  const error = new Error(`${t("line")} ${line}, ${t("column")} ${column}: ${why}${listed.length ? ` (${listed.join(", ")}?)` : ""}`);
  error.place = [line, column];
  return error;
}

/** An engine in this browser. `said` tells what it is doing. */
function localEngine(facts, said) {
  let worker = null;
  let fail = () => {};

  function end(reason) {
    if (worker) worker.terminate();
    worker = null;
    fail(new Error(reason));
  }

  function reply(message) {
    return new Promise((done, failed) => {
      fail = failed;
      worker.onmessage = ({ data }) => (data.error === undefined ? done(data) : failed(new Error(data.error)));
      worker.onerror = (event) => {
        event.preventDefault();
        end(event.message || t("the engine broke off"));
      };
      worker.postMessage(message);
    });
  }

  async function start() {
    said(t("Loading the engine and the graph …"));
    let stopped = null;
    fail = (error) => { stopped = error; };
    await Promise.all([load("engine.js", () => window.aseankgEngine), load("graph.js", () => window.aseankgGraph)]);
    if (stopped) throw stopped;
    const address = URL.createObjectURL(new Blob([window.aseankgEngine.worker], { type: "text/javascript" }));
    worker = new Worker(address);
    const { base, graphs, inferred } = facts;
    try {
      await reply({ load: { engine: window.aseankgEngine.engine, graph: window.aseankgGraph, base, graphs, inferred } });
    } catch (error) {
      end("");
      throw error;
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  async function ask(query, graph) {
    if (!worker) await start();
    said(t("Asking …"));
    const timer = setTimeout(() => end(`${t("The query was ended: it took longer than the seconds allowed,")} ${facts.seconds}`), facts.seconds * 1000);
    // prefixes stand on the first line, so that the lines of an error are those of the query
    const known = Object.entries(facts.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
    const started = performance.now();
    try {
      const { answer } = await reply({ query: known + query, graph, dataset: namesDataset(query) });
      return [answer, Math.round(performance.now() - started)];
    } catch (error) {
      const place = /error at (\d+):(\d+): ([^]*)/.exec(error.message);
      if (!place) throw error;
      const [line, column] = [Number(place[1]), Number(place[2])];
      throw misread(line, line === 1 ? Math.max(1, column - known.length) : column, place[3]);
    } finally {
      clearTimeout(timer);
    }
  }

  return { ask, stop: () => end(t("Stopped.")) };
}

/** The endpoint of `aseankg serve`. */
function serverEngine(facts, said) {
  let running = null;

  async function ask(query, graph) {
    said(t("Asking the server …"));
    running = new AbortController();
    const started = performance.now();
    const timer = setTimeout(() => running.abort(), facts.seconds * 1000);
    let response;
    let text;
    try {
      response = await fetch(new URL("sparql", location.href), {
        method: "POST",
        body: query,
        signal: running.signal,
        headers: { "Content-Type": "application/sparql-query", Accept: graph ? "application/n-triples" : "application/sparql-results+json" },
      });
      text = await response.text();
    } catch (error) {
      throw new Error(error.name === "AbortError" ? t("Stopped.") : t("The server does not answer."));
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return [text, Math.round(performance.now() - started)];
    let problem = {};
    try {
      problem = JSON.parse(text);
    } catch {
      // not a problem in the endpoint's words
    }
    if (problem.line) throw misread(problem.line, problem.column, problem.detail.replace(/^line \d+, column \d+: /, ""));
    throw new Error(problem.detail || problem.title || `${t("There is no endpoint beside this page: it is there when aseankg serve shows it.")} (${response.status})`);
  }

  return { ask, stop: () => running && running.abort() };
}

/** Read an answer: columns, rows of terms, how many there are in all. A term is {type, value, lang, datatype} or null. */
function read(text, graph) {
  if (graph) {
    const rows = triples(text);
    return { columns: ["subject", "predicate", "object"], rows: rows.slice(0, ROWS), total: rows.length };
  }
  const { head, boolean, results } = JSON.parse(text);
  if (boolean !== undefined) return { columns: ["answer"], rows: [[{ type: "literal", value: boolean ? t("yes") : t("no") }]], total: 1 };
  const rows = results.bindings.slice(0, ROWS).map((row) => head.vars.map((name) => plain(row[name])));
  return { columns: head.vars, rows, total: results.bindings.length };
}

const plain = (term) => term === undefined ? null : { type: term.type, value: typeof term.value === "string" ? term.value : JSON.stringify(term.value), lang: term["xml:lang"], datatype: term.datatype };

const LINE = /^(?:<([^>]*)>|(_:\S+)) <([^>]*)> (?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?) \.$/;
const SIGNS = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const literal = (text) => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_, short, long, sign) =>
  sign ? SIGNS[sign] || sign : String.fromCodePoint(parseInt(short || long, 16)));

/** Read N-Triples, one a line, as the engine writes them. */
function triples(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const match = LINE.exec(line.trim());
    if (!match) continue;
    const [, iri, blank, predicate, object, node, value, lang, datatype] = match;
    const uri = (one) => ({ type: "uri", value: unescaped(one) });
    const subject = iri !== undefined ? uri(iri) : { type: "bnode", value: blank };
    const last = object !== undefined ? uri(object) : node !== undefined ? { type: "bnode", value: node } : { type: "literal", value: literal(value), lang, datatype };
    found.push([subject, uri(predicate), last]);
  }
  return found;
}
