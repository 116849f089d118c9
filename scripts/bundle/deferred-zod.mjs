/**
 * zod as the bundled MCP SDK sees it: a schema is made when it is first used. The SDK makes 1,700 schemas before
 * its first answer and uses a hundred of them; making them all is most of its start (docs/mcp.md).
 *
 * A schema that is not made yet is a proxy. What refines one gives another; `shape` of an object is known without
 * making it; everything else makes the schema and asks it. zod itself is only handed schemas that are made.
 */
import * as zod from 'zod/v4';

// A parser compiled for each schema pays after some hundred messages: no session of an assistant has so many.
zod.config({ jitless: true });

/** Refine a schema. `undefined` stands for a shape that is not known without making it. */
const REFINING = {
  extend: (shape, more) => ({ ...shape, ...more }),
  pick: (shape, keys) => Object.fromEntries(Object.keys(keys).map((key) => [key, shape[key]])),
  strict: (shape) => shape,
  loose: (shape) => shape,
  passthrough: (shape) => shape,
  describe: (shape) => shape,
  merge: () => undefined,
  omit: () => undefined,
  partial: () => undefined,
  catchall: () => undefined,
  and: () => undefined,
  or: () => undefined,
  array: () => undefined,
  optional: () => undefined,
  nullable: () => undefined,
  default: () => undefined,
  catch: () => undefined,
  refine: () => undefined,
  superRefine: () => undefined,
  transform: () => undefined,
  int: () => undefined,
  min: () => undefined,
  max: () => undefined,
  regex: () => undefined,
  datetime: () => undefined,
  url: () => undefined,
};

/** How to make the schema that a proxy stands for. */
const MAKERS = new WeakMap();

function deferred(make, shape) {
  let made;
  const schema = () => (made ??= make());
  const proxy = new Proxy(
    {},
    {
      get(_, key) {
        if (key === 'shape' && shape) return shape;
        if (!made && Object.hasOwn(REFINING, key)) {
          const shapeAfter = (args) => (shape ? REFINING[key](shape, ...args) : undefined);
          return (...args) => deferred(() => schema()[key](...args.map(madeIn)), shapeAfter(args));
        }
        const value = Reflect.get(schema(), key);
        return typeof value === 'function' ? value.bind(made) : value;
      },
      has: (_, key) => key in schema(),
      getPrototypeOf: () => Object.getPrototypeOf(schema()),
    },
  );
  MAKERS.set(proxy, schema);
  return proxy;
}

/** A value with the schemas in it made: in a list at once, in a shape when zod asks for them. */
function madeIn(value) {
  if (typeof value !== 'object' || value === null) return value;
  const make = MAKERS.get(value);
  if (make) return make();
  if (Array.isArray(value)) return value.map(madeIn);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const later = {};
  for (const key of Object.keys(value))
    Object.defineProperty(later, key, {
      enumerable: true,
      configurable: true,
      get: () => madeIn(value[key]),
    });
  return later;
}

const later =
  (construct) =>
  (...args) =>
    deferred(() => construct(...args.map(madeIn)));
const objectLater =
  (construct) =>
  (shape, ...params) =>
    deferred(() => construct(madeIn(shape), ...params), shape);

export { config, NEVER, ZodIssueCode } from 'zod/v4';
export const object = objectLater(zod.object);
export const looseObject = objectLater(zod.looseObject);
export const strictObject = objectLater(zod.strictObject);
export const any = later(zod.any);
export const array = later(zod.array);
export const boolean = later(zod.boolean);
export const discriminatedUnion = later(zod.discriminatedUnion);
export const email = later(zod.email);
export const intersection = later(zod.intersection);
export const literal = later(zod.literal);
export const number = later(zod.number);
export const optional = later(zod.optional);
export const preprocess = later(zod.preprocess);
export const record = later(zod.record);
export const string = later(zod.string);
export const union = later(zod.union);
export const unknown = later(zod.unknown);
export const url = later(zod.url);
const enumLater = later(zod.enum);
const nullLater = later(zod.null);
export { enumLater as enum, nullLater as null };
export const lazy = (schema) => deferred(() => zod.lazy(() => madeIn(schema())));
export const iso = { date: later(zod.iso.date), datetime: later(zod.iso.datetime) };
export const coerce = { number: later(zod.coerce.number) };
export const safeParse = (schema, ...rest) => zod.safeParse(madeIn(schema), ...rest);
export const toJSONSchema = (schema, params) => zod.toJSONSchema(madeIn(schema), params);
