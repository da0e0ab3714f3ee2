// Puts what the page for queries brings from npm into a folder: node bundle.mjs FOLDER LICENCE
// LICENCE is the text for packages that name Apache-2.0 and bring no text of their own.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const [, , folder, licence] = process.argv;
const used = new Set(["oxigraph"]);

async function bundled(entry) {
  const made = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none", // they stand in licences.txt
    logOverride: { "empty-import-meta": "silent" }, // the address that it would give is never asked for
  });
  for (const input of Object.keys(made.metafile.inputs)) {
    const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) used.add(found[1]);
  }
  return made.outputFiles[0].text;
}

/** Name a package, its licence, and the text of that. */
function named(name) {
  const place = join("node_modules", name);
  const { version, license, homepage, repository } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  const file = readdirSync(place).find((one) => /^licen[cs]e/i.test(one));
  if (!file && !/Apache-2\.0/.test(license)) throw new Error(`${name}: no text of its licence (${license})`);
  const text = readFileSync(file ? join(place, file) : licence, "utf8").trim();
  const from = homepage || (repository && repository.url) || "";
  const chosen = file ? license : `${license}; used under Apache-2.0`;
  return `${name} ${version} (${chosen})\n${from}\n\n${text}\n`;
}

const harmless = (text) => text.replaceAll(/<(?=\/script|\/style|!--)/gi, "\\x3C"); // could stand inside a page

const editor = await bundled("editor.js");
const worker = await bundled("worker.js");
const engine = gzipSync(readFileSync("node_modules/oxigraph/web_bg.wasm"), { level: 9 }).toString("base64");
const licences = [...used].sort().map(named).join(`\n${"-".repeat(78)}\n\n`);

if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "editor.js"), harmless(editor));
writeFileSync(join(folder, "engine.js"), harmless(`window.aseankgEngine=${JSON.stringify({ worker, engine })};\n`));
writeFileSync(join(folder, "licences.txt"), licences);
