/** A document under `her://`, in Markdown. */
export interface Resource {
  name: string;
  title: string;
  description: string;
  /** One address, or a template with `{variable}` in it. */
  uri: string;
  /** `values` holds the template's variables, decoded. @throws HerError for an address that names nothing */
  read(tell: Tell, values: Record<string, string>): Promise<string>;
}

/** What a tool answers, in words. */
export type Tell = (tool: string, given: Record<string, unknown>) => Promise<string>;
