// Bundles what is published into dist/ (or the folder that is given): the command, the worker threads beside it,
// and in one file what `her mcp` needs for its handshake. Packages with binaries stay outside.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { PLUGINS } from './bundle/plugins.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = process.argv[2] ?? join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const options = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node22',
  minify: true,
  legalComments: 'none',
  external: ['better-sqlite3', 'sqlite-vec', '@huggingface/transformers', 'fsevents'],
  logLevel: 'warning',
  metafile: true,
};

// CommonJS, in one file: each file of an ES module graph costs half a millisecond, its loader ten. What is
// imported later is in the other bundle.
const later = new Set();
const inTheOtherBundle = {
  name: 'in-the-other-bundle',
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const source = relative(root, join(resolveDir, path));
      later.add(source);
      return { path: `./${chunkOf(source)}.js`, external: true };
    });
  },
};
const handshake = await build({
  ...options,
  entryPoints: { mcp: 'src/cli/serve-mcp.ts' },
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  plugins: [inTheOtherBundle, ...PLUGINS],
});

const rest = await build({
  ...options,
  entryPoints: {
    main: 'src/cli/main.ts',
    'ahead-worker': 'src/ingest/ahead-worker.ts',
    'beside-worker': 'src/server/beside-worker.ts',
    'candidate-worker': 'src/search/candidate-worker.ts',
    'back-process': 'src/server/back-process.ts',
    'minilm-worker': 'src/embed/minilm-worker.ts',
    ...Object.fromEntries([...later].map((source) => [chunkOf(source), source])),
  },
  splitting: true,
  // Workers and models are found beside the file that names them, so all chunks lie in dist/ itself.
  chunkNames: '[name]-[hash]',
  format: 'esm',
  plugins: PLUGINS,
});

// The thread that reads is waited for when a file grows: one file is there sooner than the sixty it would share.
const reader = await build({
  ...options,
  entryPoints: { worker: 'src/ingest/worker.ts' },
  format: 'esm',
  plugins: PLUGINS,
});

function chunkOf(source) {
  return source.replace(/^src./, '').replace(/\.ts$/, '').replaceAll(sep, '-');
}

// What is bundled keeps its licence.
const inputs = [handshake, rest, reader].flatMap(({ metafile }) => Object.keys(metafile.inputs));
const packages = new Set(
  inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
);
const notices = [...packages].sort().map((name) => {
  const folder = join(root, 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const { license, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : `(no licence file; its package.json says ${license})`;
  return `${name} ${version} (${license})\n\n${text}`;
});
writeFileSync(join(dist, 'LICENSES.txt'), `${notices.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);

// Its own file: the compile cache must be on before the rest is loaded. The cache lies in Her's private
// folder, since the system's temporary folder is shared by all users. npx only warns of a Node that is too old,
// and where an assistant starts Her nobody sees the warning: so the entry runs on old ones and says it.
const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [major, minor] = engines.node.match(/\d+/g).map(Number);
const entry = join(dist, 'her.cjs');
writeFileSync(
  entry,
  `#!/usr/bin/env node
'use strict';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < ${major} || (major === ${major} && minor < ${minor})) {
  console.error(\`her: needs Node ${major}.${minor} or newer; this is \${process.version} (\${process.execPath}).\`);
  process.exit(1);
}
process.umask(0o077);
const { existsSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');
const isServer = process.argv.length === 3 && process.argv[2] === 'mcp';
const home = process.env.HER_HOME || join(process.env.HOME ?? require('node:os').homedir(), '.her');
try {
  if (isServer) mkdirSync(home, { recursive: true });
} catch {
  // Said when the database is opened there.
}
if (existsSync(home)) require('node:module').enableCompileCache(join(home, 'cache'));
if (isServer) require('./mcp.cjs').serveMcp();
else import('./main.js');
`,
);
chmodSync(entry, 0o755);
