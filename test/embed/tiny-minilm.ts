/**
 * Writes a model with the file layout of all-MiniLM-L6-v2 that only looks its tokens up in a table: enough to
 * prove that the real loading code loads, tokenises, pools and normalises.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const WORDS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'undo', 'the', 'last', 'commit'];

/** Row of the table for each word: all zeros but one 1, at the word's own place; `[CLS]`, `[SEP]` are zeros. */
export function writeTinyModel(folder: string, dim: number): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  json('config.json', { model_type: 'bert', hidden_size: dim, vocab_size: WORDS.length });
  json('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    model_max_length: 8,
    pad_token: '[PAD]',
  });
  json('tokenizer.json', tokenizer());
  writeFileSync(join(folder, 'onnx', 'model_quantized.onnx'), gatherModel(dim));
}

function tokenizer() {
  const special = WORDS.slice(0, 4).map((content, id) => ({ id, content, special: true, normalized: false }));
  return {
    version: '1.0',
    added_tokens: special,
    normalizer: { type: 'BertNormalizer', lowercase: true, clean_text: true, handle_chinese_chars: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##' },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    },
  };
}

/** Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
function gatherModel(dim: number): Buffer {
  const FLOAT = 1;
  const INT64 = 7;
  const table = Buffer.alloc(4 * dim * WORDS.length);
  for (let id = 4; id < WORDS.length; id++) table.writeFloatLE(1, 4 * (id * dim + id));
  const graph = [
    bytes(1, text(1, 'table'), text(1, 'input_ids'), text(2, 'last_hidden_state'), text(4, 'Gather')),
    text(2, 'tiny'),
    bytes(5, number(1, WORDS.length), number(1, dim), number(2, FLOAT), text(8, 'table'), bytes(9, table)),
    bytes(11, value('input_ids', INT64, [text(2, 'batch'), text(2, 'length')])),
    bytes(11, value('attention_mask', INT64, [text(2, 'batch'), text(2, 'length')])),
    bytes(12, value('last_hidden_state', FLOAT, [text(2, 'batch'), text(2, 'length'), number(1, dim)])),
  ];
  return Buffer.concat([number(1, 8), bytes(8, text(1, ''), number(2, 13)), bytes(7, ...graph)]);
}

function value(name: string, type: number, shape: Buffer[]): Buffer {
  const dims = bytes(2, ...shape.map((dim) => bytes(1, dim)));
  return Buffer.concat([text(1, name), bytes(2, bytes(1, number(1, type), dims))]);
}

const text = (field: number, content: string) => bytes(field, Buffer.from(content));
const number = (field: number, content: number) => Buffer.concat([varint(field << 3), varint(content)]);

function bytes(field: number, ...content: Buffer[]): Buffer {
  const all = Buffer.concat(content);
  return Buffer.concat([varint((field << 3) | 2), varint(all.length), all]);
}

function varint(value: number): Buffer {
  const out: number[] = [];
  for (; value > 127; value >>>= 7) out.push((value & 127) | 128);
  return Buffer.from([...out, value]);
}
