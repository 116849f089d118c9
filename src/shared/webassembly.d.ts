/** What Her uses of WebAssembly: Node has it, but its types come with those of browsers. */
declare namespace WebAssembly {
  interface Module {
    readonly kind?: 'module';
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Memory {
    readonly buffer: ArrayBuffer;
    constructor(pages: { initial: number });
    /** Makes all earlier views of `buffer` empty. */
    grow(pages: number): number;
  }
  class Instance {
    readonly exports: object;
    constructor(module: Module, imports: Record<string, Record<string, Memory>>);
  }
}
