import { z } from 'zod';

/** What the SDK takes as a schema: JSON Schema for `tools/list`, and a check of what is passed. */
interface SentSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => { value: unknown };
    readonly jsonSchema: { input: () => Record<string, unknown>; output: () => Record<string, unknown> };
  };
}

/**
 * A tool's request. Arguments are passed on unchecked: the tool itself reads them and refuses in a sentence,
 * where the SDK would list a validator's faults.
 */
export function requestSchema(schema: z.ZodObject): SentSchema {
  return sent(() => jsonSchema(schema, 'input', false));
}

/** A tool's answer; open, so that a field added later breaks no client that kept the old schema. */
export function answerSchema(schema: z.ZodObject): SentSchema {
  return sent(() => jsonSchema(schema, 'output', true));
}

function sent(convert: () => Record<string, unknown>): SentSchema {
  let converted: Record<string, unknown> | undefined;
  const once = (): Record<string, unknown> => (converted ??= convert());
  return {
    '~standard': {
      version: 1,
      vendor: 'her',
      validate: (value) => ({ value }),
      jsonSchema: { input: once, output: once },
    },
  };
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
