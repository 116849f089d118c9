import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { HerError } from './errors.ts';
import { textInHome } from './home-file.ts';

const personalKinds = z.strictObject({
  email: z.boolean().optional(),
  home: z.boolean().optional(),
  ip: z.boolean().optional(),
  phone: z.boolean().optional(),
});

/** `HER_HOME/config.json`: what a person decides about their own history. Every part may be left out. */
const settingsFile = z.strictObject({
  private: z
    .strictObject({
      /** Names or paths of projects whose sessions are never stored; case is ignored. */
      projects: z.array(z.string().min(1)).default([]),
      /** Folders, `~` allowed: what is said in them and what is done to their files is never stored. */
      folders: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
  redact: z
    .strictObject({
      /** Added to the built-in rules; `kind` stands in `[redacted:<kind>]`. */
      patterns: z.array(z.strictObject({ kind: z.string(), pattern: z.string().min(1) })).default([]),
      /** Values that are never redacted, compared whole. */
      allow: z.array(z.string().min(1)).default([]),
      /** Personal data as well: all kinds, or those that are named. */
      personal: z.union([z.boolean(), personalKinds]).default(false),
    })
    .prefault({}),
  retention: z
    .strictObject({
      /** Sessions whose last activity lies further back are forgotten. Without it none is. */
      max_age_days: z.number().positive().optional(),
      /** Beyond this size of the database the oldest sessions are forgotten. */
      max_bytes: z.number().int().min(1_000_000).default(2_000_000_000),
    })
    .prefault({}),
  images: z
    .strictObject({
      /** Images of prompts and results up to so many MB, the oldest dropped. They cannot be redacted: without it none is kept. */
      keep_mb: z.number().nonnegative().default(0),
    })
    .prefault({}),
  /** Whether reads and changes are noted in `log/audit.jsonl`. */
  audit: z.boolean().default(true),
});

export type Settings = z.output<typeof settingsFile>;
export type PrivateSettings = Settings['private'];

/** Those of a home without a file. */
export const DEFAULT_SETTINGS: Settings = settingsFile.parse({});

/** @throws HerError `bad-config` when the file is no JSON, or holds what it may not; nothing is guessed then */
export function readSettings(home: string, env: NodeJS.ProcessEnv): Settings {
  const path = join(home, 'config.json');
  const read = settingsFile.safeParse(contentOf(path));
  if (!read.success) {
    const [first] = read.error.issues;
    const where = first?.path.join('.') || 'it';
    throw new HerError(
      'bad-config',
      `${path}: ${where}: ${first?.message ?? 'not understood'}. Mend the file or remove it.`,
    );
  }
  const settings = read.data;
  const userHome = env['HOME'] ?? homedir();
  const absolute = (path: string): string => resolve(path.replace(/^~(?=$|[/\\])/, () => userHome));
  return { ...settings, private: { ...settings.private, folders: settings.private.folders.map(absolute) } };
}

function contentOf(path: string): unknown {
  const text = textInHome(path, 'bad-config');
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HerError('bad-config', `${path} is no JSON: ${error instanceof Error ? error.message : ''}.`, {
      cause: error,
    });
  }
}
