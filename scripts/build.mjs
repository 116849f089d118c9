// Bundles what is published into dist/: the command, and the worker threads beside it. Code is split, so
// that `her mcp` loads only what its handshake needs; packages with binaries stay outside.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

// The SDK validates what a client's user enters on the server's request; Her requests nothing, and the
// validator is a third of the SDK's start-up.
const withoutValidator = {
  name: 'without-validator',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, ({ path }) => ({
      path,
      namespace: 'shims',
    }));
    onLoad({ filter: /.*/, namespace: 'shims' }, () => ({
      contents: `
        export { default as process } from 'node:process';
        export class DefaultJsonSchemaValidator {
          getValidator() { throw new Error('Her checks no schemas of its client'); }
        }`,
    }));
  },
};

// zod carries its messages in 50 languages; the tools speak English.
const inEnglish = {
  name: 'in-english',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'src/cli/main.ts',
    worker: 'src/ingest/worker.ts',
    'minilm-worker': 'src/embed/minilm-worker.ts',
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  // Workers and models are found beside the file that names them, so all chunks lie in dist/ itself.
  chunkNames: '[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minify: true,
  legalComments: 'none',
  external: ['better-sqlite3', 'sqlite-vec', '@huggingface/transformers', 'fsevents'],
  plugins: [withoutValidator, inEnglish],
  // CommonJS packages inside the bundle ask for Node's modules with require().
  banner: {
    js: "import{createRequire as __her_require}from'node:module';const require=__her_require(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
});

// What is bundled keeps its licence.
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
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
const entry = join(dist, 'her.js');
writeFileSync(
  entry,
  `#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < ${major} || (major === ${major} && minor < ${minor})) {
  console.error(\`her: needs Node ${major}.${minor} or newer; this is \${process.version} (\${process.execPath}).\`);
  process.exit(1);
}
const home = process.env.HER_HOME || join(process.env.HOME ?? homedir(), '.her');
if (existsSync(home)) module.enableCompileCache(join(home, 'cache'));
await import('./main.js');
`,
);
chmodSync(entry, 0o755);
