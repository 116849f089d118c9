import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isObject, type JsonObject } from '../src/shared/json.ts';

/**
 * Plays the scenarios of the real client and keeps what it wrote, cut small, as fixtures:
 * `test/fixtures/claude-code/<version>/<scenario>/projects/…`. Run it again for the next version:
 *
 *   CLAUDE_BIN=…/claude npm run record:transcripts            # plays all scenarios
 *   npm run record:transcripts -- --from DIR [NAME …]         # cuts what was played before
 *
 * Ids and times are replaced by counted ones, so that a second recording differs only where the client does.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FIXTURES = join(ROOT, 'test/fixtures/claude-code');
const RIG = join(ROOT, '../shared/real-client');
/** Scenarios without a transcript of interest. */
const LEFT_OUT = new Set(['install', 'plain-text']);

const { values, positionals } = parseArgs({ options: { from: { type: 'string' } }, allowPositionals: true });
const played = values.from ?? mkdtempSync(join(tmpdir(), 'her-record-'));
const scenarios = [join(RIG, 'scenarios'), join(FIXTURES, 'scenarios')]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.json') && !LEFT_OUT.has(basename(path, '.json')))
  .filter((path) => positionals.length === 0 || positionals.includes(basename(path, '.json')));

interface Player {
  play(options: {
    scenario: string;
    cwd: string;
    home: string;
    out: string;
    log: (line: string) => void;
  }): Promise<{ problems: string[] }>;
}

async function play(scenario: string, place: string): Promise<void> {
  const rig = (await import(pathToFileURL(join(RIG, 'play.mjs')).href)) as Player;
  const at = (part: string): string => join(place, part);
  const report = await rig.play({
    scenario,
    cwd: at('cwd'),
    home: at('home'),
    out: at('out'),
    log: console.error,
  });
  if (report.problems.length > 0) console.error(`${basename(scenario)}: ${report.problems.join('; ')}`);
}

function cutScenario(name: string, place: string): { files: number; bytes: number; version: string } | null {
  const projects = join(place, 'home/.claude/projects');
  if (!existsSync(projects)) return null;
  const files = readdirSync(projects, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.jsonl$|\.meta\.json$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => statSync(a).birthtimeMs - statSync(b).birthtimeMs);
  if (files.length === 0) return null;
  const stripped = new Stripper(place);
  let version = 'unknown';
  let bytes = 0;
  const contents = files.map((file) => {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const records = lines.map((line) => JSON.parse(line) as JsonObject);
    version = records.map((record) => record['version']).find((said) => typeof said === 'string') ?? version;
    return records.map((record) => stripped.text(JSON.stringify(keep(record))) + '\n').join('');
  });
  const target = join(FIXTURES, version, name);
  rmSync(target, { recursive: true, force: true });
  for (const [index, file] of files.entries()) {
    const [, ...below] = file.slice(projects.length + 1).split('/');
    const path = join(target, 'projects/-work-pond', stripped.text(below.join('/')));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents[index]!);
    bytes += contents[index]!.length;
  }
  const typed = typedClears(join(place, 'home/.claude/history.jsonl'), stripped);
  if (typed !== '') writeFileSync(join(target, 'history.jsonl'), typed);
  return { files: files.length, bytes, version };
}

/** Of the list of what was typed, the `/clear`s: they name the session that each ended. */
function typedClears(path: string, stripped: Stripper): string {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"display":"/clear"'))
    .map((line) => JSON.parse(line) as JsonObject)
    .map((said) => ({ ...said, timestamp: stripped.milliseconds(Number(said['timestamp'])) }))
    .map((said) => stripped.text(JSON.stringify(said)) + '\n')
    .join('');
}

/** Of these, only that they were there. */
const BARE = new Set([
  'api-request',
  'api-request-blob',
  'api-request-shape',
  'cost-state',
  'file-history-snapshot',
  'file-history-delta',
]);
const DROPPED = new Set([
  'userType',
  'entrypoint',
  'session_id',
  'slug',
  'promptId',
  'permissionMode',
  'turnPosition',
  'requestRef',
  'apiBlockIndex',
  'thinkingDurationMs',
  'thinkingDisplay',
  'toolInputStreamMs',
  'requestedModel',
  'effort',
  'madeBy',
  'promptCacheRequested',
  'rendered',
  'renderedRole',
  'diagnostics',
  'context_management',
  'container',
  'iterations',
  'inference_geo',
  'signature',
]);
const LONGEST_TEXT = 2500;

function keep(record: JsonObject): JsonObject {
  if (BARE.has(String(record['type']))) return { type: record['type'], sessionId: record['sessionId'] };
  const attachment = record['attachment'];
  if (record['type'] === 'attachment' && isObject(attachment) && !TELLING.has(String(attachment['type'])))
    return { ...cut({ ...record, attachment: undefined }), attachment: { type: attachment['type'] } };
  return cut(record);
}

/** Attachments whose content is read; of the others the type is enough. */
const TELLING = new Set([
  'queued_command',
  'hook_success',
  'hook_non_blocking_error',
  'hook_blocking_error',
  'plan_mode',
  'plan_mode_exit',
]);

function cut(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !DROPPED.has(key))
      .map(([key, item]) => [key, cutValue(item)]),
  );
}

function cutValue(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (Array.isArray(value)) return value.map(cutValue);
  return isObject(value) ? cut(value) : value;
}

/** Replaces ids, times and this machine's paths by counted or invented ones, the same everywhere in a scenario. */
class Stripper {
  #ids = new Map<string, string>();
  #first: number | undefined;
  #place: string;

  constructor(place: string) {
    this.#place = place;
  }

  text(text: string): string {
    return text
      .replaceAll(join(this.#place, 'cwd'), '/work/pond')
      .replaceAll(join(this.#place, 'home'), '/home/ann')
      .replace(/\/tmp\/claude-\d+\//g, '/tmp/claude-1000/')
      .replaceAll(this.#place.replaceAll(/[^A-Za-z0-9]/g, '-'), '-work')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) =>
        this.#id(id, (n) => `00000000-0000-4000-8000-${n.padStart(12, '0')}`),
      )
      .replace(/\ba[0-9a-f]{16}\b/g, (id) => this.#id(id, (n) => `a${n.padStart(16, '0')}`))
      .replace(/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (time) => this.#time(Date.parse(time)));
  }

  #id(id: string, counted: (n: string) => string): string {
    const known = this.#ids.get(id) ?? (/^0{8}-/.test(id) ? id : counted(String(this.#ids.size + 1)));
    this.#ids.set(id, known);
    return known;
  }

  milliseconds(at: number): number {
    this.#first ??= at;
    return Date.UTC(2026, 0, 1) + at - this.#first;
  }

  #time(at: number): string {
    return new Date(this.milliseconds(at)).toISOString();
  }
}

for (const path of scenarios) {
  const name = basename(path, '.json');
  const place = join(played, name);
  if (!values.from) await play(path, place);
  const kept = cutScenario(name, place);
  console.log(
    kept
      ? `${name}: ${kept.files} files, ${kept.bytes} bytes, ${kept.version}`
      : `${name}: nothing was written`,
  );
}
if (!values.from) rmSync(played, { recursive: true, force: true });
