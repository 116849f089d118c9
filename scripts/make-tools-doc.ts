/**
 * Writes docs/tools.md from the tools themselves, so that it cannot disagree with them.
 * Run: npx node scripts/make-tools-doc.ts (Node 24)
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { asArray, asObject, asString, type JsonObject } from '../src/shared/json.ts';
import { TOOLS } from '../tools/index.ts';

const TARGET = join(dirname(import.meta.dirname), 'docs', 'tools.md');

export function toolsDoc(): string {
  const parts = [
    '# The tools\n',
    'Written by `scripts/make-tools-doc.ts` from the schemas in `src/shared/*-answer.ts`. Unknown parameters are refused with',
    'the list of known ones. Times are ISO in answers; in questions, ISO or words ("last week"). Every answer holds',
    '`freshness`, and where something was left out `notes` and `next_cursor`.\n',
  ];
  for (const tool of TOOLS) {
    const request = asObject(z.toJSONSchema(tool.request, { io: 'input' }));
    const answer = asObject(z.toJSONSchema(tool.answer, { io: 'output' }));
    parts.push(`## ${tool.name}\n`, `${tool.description.replace(/\n/g, '\n\n')}\n`);
    parts.push('| parameter | type | |\n|---|---|---|', ...rows(request), '');
    parts.push('Answer:\n', '| field | type | |\n|---|---|---|', ...rows(answer), '');
  }
  return `${parts.join('\n').trim()}\n`;
}

function rows(schema: JsonObject): string[] {
  const required = asArray(schema['required']);
  return Object.entries(asObject(schema['properties'])).map(([name, value]) => {
    const field = asObject(value);
    const preset = field['default'] === undefined ? '' : ` Default: ${JSON.stringify(field['default'])}.`;
    const inside = fieldsInside(field).map(([inner, said]) => `\`${inner}\`: ${said}`);
    const said = [asString(field['description']) ?? '', ...inside].filter((part) => part !== '').join('; ');
    const text = `${said}${preset}`.trim().replaceAll('|', '\\|');
    return `| \`${name}\`${required.includes(name) ? '' : '?'} | ${typeOf(field)} | ${text} |`;
  });
}

/** The described fields of an object, or of each in a list. */
function fieldsInside(field: JsonObject): [string, string][] {
  const holder = field['type'] === 'array' ? asObject(field['items']) : field;
  return Object.entries(asObject(holder['properties'])).flatMap(([name, value]): [string, string][] => {
    const said = asString(asObject(value)['description']);
    return said === undefined ? [] : [[name, said]];
  });
}

function typeOf(field: JsonObject): string {
  const options = asArray(field['enum']);
  if (options.length > 0) return options.map((option) => `\`${String(option)}\``).join(', ');
  if (field['anyOf'])
    return asArray(field['anyOf'])
      .map((one) => typeOf(asObject(one)))
      .join(' or ');
  if (field['type'] === 'array') return `list of ${typeOf(asObject(field['items']))}`;
  if (field['type'] === 'object') {
    const inside = Object.keys(asObject(field['properties']));
    return inside.length > 0 ? `{${inside.join(', ')}}` : 'object';
  }
  return String(field['type'] ?? 'any');
}

if (import.meta.main) writeFileSync(TARGET, toolsDoc());
