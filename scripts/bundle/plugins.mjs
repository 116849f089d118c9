import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the bundle holds in place of what stands in the sources and packages, so that Her starts sooner. */

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

const deferredSchemas = {
  name: 'deferred-schemas',
  setup({ onResolve }) {
    onResolve({ filter: /^zod\/v4$/ }, ({ importer }) =>
      /[\\/]@modelcontextprotocol[\\/]/.test(importer)
        ? { path: join(import.meta.dirname, 'deferred-zod.mjs') }
        : undefined,
    );
  },
};

// The file's value, so that the tools and their schemas are not loaded to be listed.
const listedTools = {
  name: 'listed-tools',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]server[\\/]listed-tools\.ts$/ }, async ({ path }) => {
      const { LISTED_TOOLS } = await import(pathToFileURL(path).href);
      return { contents: `export const LISTED_TOOLS = ${JSON.stringify(LISTED_TOOLS)};` };
    });
  },
};

// `import` of one of Node's modules reads all its exports, and with them loads what some of those load when they are
// read (streams, web crypto): a fifth of the start. `process.getBuiltinModule` does not.
const builtinsAsTheyAre = {
  name: 'builtins-as-they-are',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z0-9_:/]+$/ }, ({ path }) =>
      isBuiltin(path) ? { path: path.replace(/^node:/, ''), namespace: 'builtin' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

export const PLUGINS = [builtinsAsTheyAre, withoutValidator, inEnglish, deferredSchemas, listedTools];
