import type { Picture } from '../shared/events.ts';

/** An image that is kept, by what `her export image` takes. */
export function tellPicture({ hash, media_type: mediaType, bytes }: Picture): string {
  return `[image ${hash.slice(0, 8)} ${mediaType} ${Math.ceil(bytes / 1000)} kB]`;
}
