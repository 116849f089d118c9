/** The `her` command. `her mcp` goes straight to the server: its client waits for the first answer. */
// Whatever is written, the compile cache included, is for this user alone.
process.umask(0o077);
const [command, ...rest] = process.argv.slice(2);
if (command === 'mcp' && rest.length === 0) {
  const { serveMcp } = await import('./serve-mcp.ts');
  serveMcp();
} else {
  const { run } = await import('./program.ts');
  process.exitCode = await run(process.argv.slice(2));
}
