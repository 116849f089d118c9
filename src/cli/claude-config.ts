import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { asObject } from '../shared/json.ts';

/** What Claude Code's own settings say of Her. Only read, never written. */

/** The file of the user's servers (real-client FACTS, section 1). */
export function claudeConfigFile(env: NodeJS.ProcessEnv): string {
  const folder = env['CLAUDE_CONFIG_DIR']?.split(',')[0]?.trim();
  return folder ? join(folder, '.claude.json') : join(env['HOME'] ?? homedir(), '.claude.json');
}

/** How the server `her` is registered for the user, as JSON; undefined when it is not, or nothing can be read. */
export function registeredServer(file: string): string | undefined {
  try {
    const servers = asObject(asObject(JSON.parse(readFileSync(file, 'utf8')))['mcpServers']);
    return servers['her'] === undefined ? undefined : JSON.stringify(servers['her']);
  } catch {
    return undefined;
  }
}

/** Where `claude` lies on the PATH. */
export function findClaude(env: NodeJS.ProcessEnv): string | undefined {
  const names = process.platform === 'win32' ? ['claude.cmd', 'claude.exe'] : ['claude'];
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}
