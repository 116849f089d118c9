/** Where a worker thread's file lies: beside its starter in a checkout, beside the bundle in `dist/`. */

/** `name` without extension; `importMetaUrl` is the `import.meta.url` of the file that starts the worker. */
export function workerUrl(name: string, importMetaUrl: string): URL {
  const extension = importMetaUrl.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${name}.${extension}`, importMetaUrl);
}
