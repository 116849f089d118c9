import { z } from 'zod';

/** JSON Schema of a tool's request, as `tools/list` gives it. */
export function requestSchema(schema: z.ZodObject): Record<string, unknown> {
  return jsonSchema(schema, 'input', false);
}

/** JSON Schema of a tool's answer; open, so that a field added later breaks no client that kept the old schema. */
export function answerSchema(schema: z.ZodObject): Record<string, unknown> {
  return jsonSchema(schema, 'output', true);
}

/** Without what says nothing: the model reads every character of a request's schema. */
function jsonSchema(schema: z.ZodObject, io: 'input' | 'output', isOpen: boolean): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override({ jsonSchema: part }) {
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
      if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
      if (isOpen && part.additionalProperties === false) delete part.additionalProperties;
    },
  });
  return rest;
}
