/** A file as people, editors and errors write it ("`./src/a.ts:120:5`", "src\a.ts#L12", "~/pond/a.ts", "file:///a.ts"), as a path. */
export function fileMeant(text: string): string {
  return text
    .trim()
    .replace(/^[`'"]+|[`'"]+$/g, '')
    .replace(/^file:\/\/(?=\/)/, '')
    .replaceAll('\\', '/')
    .replace(/(?<=\w)(?::\d+(?:[:-]\d+)?|#L\d+(?:-L?\d+)?|\(\d+(?:,\d+)?\)):?$/, '')
    .replace(/^(?:~|\.)\//, '');
}

export function isAbsolutePath(path: string): boolean {
  return /^(?:\/|[a-z]:\/)/i.test(path);
}

/** Whether a path is a file that is given by the end of its path; case is ignored, as some file systems do. */
export function endsWithPath(path: string, end: string): boolean {
  const [whole, wanted] = [path.toLowerCase(), end.toLowerCase()];
  return whole === wanted || whole.endsWith(`/${wanted}`);
}
