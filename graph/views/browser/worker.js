// The store, in a worker of its own: a query that runs away is ended with it, and the page stays fluent.

import initialize, { Store } from "oxigraph/web.js";

let store = null;
let defaults = [];
let resolved = {};

/** Undo base64 and gzip. */
async function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function load({ engine, graph, base, graphs, inferred }) {
  await initialize({ module_or_path: await unpacked(engine) });
  store = new Store();
  store.load(await unpacked(graph), { format: "application/n-quads", no_transaction: true, lenient: true });
  const named = store.query("SELECT DISTINCT ?g { GRAPH ?g {} }").map((row) => row.get("g"));
  defaults = named.filter(({ value }) => graphs.includes(value) || value.startsWith(inferred));
  resolved = { base_iri: base };
}

/** Answer in the standard's JSON, or in N-Triples where the answer is a graph. */
function answer({ query, graph, dataset }) {
  const options = { ...resolved, results_format: graph ? "application/n-triples" : "application/sparql-results+json" };
  if (!dataset) options.default_graph = defaults;
  return store.query(query, options);
}

self.addEventListener("message", async ({ data }) => {
  try {
    if (data.load) {
      await load(data.load);
      self.postMessage({ ready: true });
    } else self.postMessage({ answer: answer(data) });
  } catch (error) {
    self.postMessage({ error: String((error && error.message) || error) });
  }
});
