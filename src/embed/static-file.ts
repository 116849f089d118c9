/** Reads the built-in model's folder (format: models/static/README.md) at once or in slices. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { EmbedError } from './embedder.ts';
import { packedRows, type PackedRows } from './packed-rows.ts';
import type { Vocabulary } from './tokenize.ts';

export interface StaticModel {
  config: StaticConfig;
  vocabulary: Vocabulary;
  /** Holds weights.bin. */
  rows: PackedRows;
}

export interface StaticConfig {
  vocabSize: number;
  dim: number;
  /** Exponent of how often a piece occurs in the text. */
  tfPower: number;
  maxTokens: number;
  vocabularyFile: string;
  weightsFile: string;
}

/** Well under a millisecond's work. */
export const PIECES_A_SLICE = 512;

/** Throws EmbedError STATIC_MODEL_BROKEN when a file is missing or does not fit the others. */
export function readStaticModel(folder: string): StaticModel {
  try {
    const config = parseConfig(readFileSync(join(folder, 'config.json'), 'utf8'));
    const rows = packedRows(config.vocabSize, config.dim);
    fill(rows.bytes, join(folder, config.weightsFile));
    const vocabulary = new Map<string, number>();
    for (const _slice of vocabularySlices(
      readFileSync(join(folder, config.vocabularyFile), 'utf8'),
      vocabulary,
    ));
    return checked({ config, vocabulary, rows });
  } catch (error) {
    throw broken(folder, error);
  }
}

/** The same, giving way to other work after every slice of the vocabulary. */
export async function readStaticModelInSlices(folder: string): Promise<StaticModel> {
  try {
    const config = parseConfig(await readFile(join(folder, 'config.json'), 'utf8'));
    const rows = packedRows(config.vocabSize, config.dim);
    await fillAside(rows.bytes, join(folder, config.weightsFile));
    const vocabulary = new Map<string, number>();
    const text = await readFile(join(folder, config.vocabularyFile), 'utf8');
    for (const _slice of vocabularySlices(text, vocabulary)) await nextTurnOfTheLoop();
    return checked({ config, vocabulary, rows });
  } catch (error) {
    throw broken(folder, error);
  }
}

/**
 * Fills `into` from the text of vocab.txt, at most PIECES_A_SLICE lines between two yields; yields how many
 * there are so far.
 */
export function* vocabularySlices(text: string, into: Map<string, number>): Generator<number> {
  let start = 0;
  for (let id = 0; start < text.length; id++) {
    if (id > 0 && id % PIECES_A_SLICE === 0) yield into.size;
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    into.set(text.slice(start, end), id);
    start = end + 1;
  }
}

/** Reads a file of just so many bytes to where it stays, without a copy. */
function fill(bytes: Uint8Array, file: string): void {
  const opened = openSync(file, 'r');
  try {
    if (fstatSync(opened).size !== bytes.length) throw new Error(OTHER_SIZE);
    if (readSync(opened, bytes, 0, bytes.length, 0) < bytes.length) throw new Error(OTHER_SIZE);
  } finally {
    closeSync(opened);
  }
}

/** The same, in a thread of Node's own. */
async function fillAside(bytes: Uint8Array, file: string): Promise<void> {
  const opened = await open(file, 'r');
  try {
    if ((await opened.stat()).size !== bytes.length) throw new Error(OTHER_SIZE);
    const { bytesRead } = await opened.read(bytes, 0, bytes.length, 0);
    if (bytesRead < bytes.length) throw new Error(OTHER_SIZE);
  } finally {
    await opened.close();
  }
}

const OTHER_SIZE = 'the weights do not fit config.json';

function parseConfig(json: string): StaticConfig {
  const config: unknown = JSON.parse(json);
  if (typeof config !== 'object' || config === null) throw new Error('config.json is not an object');
  const fields = new Map<string, unknown>(Object.entries(config));
  if (fields.get('format') !== 'static-embedding-2') throw new Error('config.json names an unknown format');
  if (fields.get('bits') !== 4) throw new Error('the rows are not of 4 bits');
  return {
    vocabSize: numberField(fields, 'vocab_size'),
    dim: numberField(fields, 'dim'),
    tfPower: numberField(fields, 'tf_power'),
    maxTokens: numberField(fields, 'max_tokens'),
    vocabularyFile: nameField(fields, 'vocabulary'),
    weightsFile: nameField(fields, 'weights'),
  };
}

function numberField(fields: Map<string, unknown>, name: string): number {
  const value = fields.get(name);
  if (typeof value !== 'number' || !(value > 0)) throw new Error(`config.json has no ${name}`);
  return value;
}

function nameField(fields: Map<string, unknown>, name: string): string {
  const value = fields.get(name);
  if (typeof value !== 'string') throw new Error(`config.json has no ${name}`);
  return value;
}

function checked(model: StaticModel): StaticModel {
  if (model.vocabulary.size !== model.config.vocabSize)
    throw new Error('the vocabulary does not fit config.json');
  return model;
}

function broken(folder: string, cause: unknown): EmbedError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EmbedError(
    'STATIC_MODEL_BROKEN',
    `The built-in embedding model in ${folder} cannot be read: ${reason}. Install Her again; until then search by words works.`,
    { cause },
  );
}
