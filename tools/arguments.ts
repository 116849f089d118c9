import { z } from 'zod';
import { HerError } from '../src/shared/errors.ts';

/** Of a name that the tool does not know: enough to see which is meant. */
const LONGEST_ECHO = 60;

/**
 * The arguments of a call, with defaults filled in.
 * @throws HerError `bad-arguments`: one sentence a fault, and what the tool takes
 */
export function readArguments<Request extends z.ZodObject>(
  tool: string,
  request: Request,
  given: unknown,
): z.output<Request> {
  const read = request.safeParse(given ?? {});
  if (read.success) return read.data;
  const known = Object.keys(request.shape).join(', ');
  const faults = read.error.issues.map((issue) => sentence(tool, request, issue));
  throw new HerError('bad-arguments', `${faults.join(' ')} It takes: ${known}.`);
}

function sentence(tool: string, request: z.ZodObject, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${key.slice(0, LONGEST_ECHO)}"`).join(', ');
    return `${tool} has no parameter ${names}.`;
  }
  const name = issue.path.join('.');
  if (name === '') return `${tool} takes its parameters as an object.`;
  const isEmpty = issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1;
  const fault = isEmpty ? 'it is empty' : issue.message;
  const meaning = z.globalRegistry.get(request.shape[String(issue.path[0])] ?? request)?.description;
  return `${tool}: ${name} is not right (${fault})${meaning ? `; it is: ${meaning}` : ''}.`;
}
