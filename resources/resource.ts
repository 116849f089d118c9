import type { ToolContext } from '../tools/context.ts';

/** A document under `her://`, in Markdown. */
export interface Resource {
  name: string;
  title: string;
  description: string;
  /** One address, or a template with `{variable}` in it. */
  uri: string;
  /** `values` holds the template's variables, decoded. @throws HerError for an address that names nothing */
  read(context: ToolContext, values: Record<string, string>): Promise<string>;
}
