import { Presets, SingleBar } from 'cli-progress';
import { bytes, duration } from '../render/figures.ts';

/** A bar on stderr with rate and time left; nothing where no person watches. */
export interface Progress {
  at(done: number, total: number): void;
  end(): void;
}

/** @param unit bytes, or things of this name */
export function progressBar(label: string, unit: 'bytes' | 'passages'): Progress {
  if (!process.stderr.isTTY) return { at: () => undefined, end: () => undefined };
  const begun = performance.now();
  const bar = new SingleBar(
    {
      format: `${label} {bar} {percentage} %  {figures}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  let isShown = false;
  const figuresOf = (done: number, total: number): string => {
    const ms = performance.now() - begun;
    const perSecond = done / Math.max(0.001, ms / 1000);
    const left = done > 0 && ms > 500 ? `, ${duration(((total - done) / perSecond) * 1000)} left` : '';
    const show = (count: number): string =>
      unit === 'bytes' ? bytes(Math.round(count)) : Math.round(count).toLocaleString('en');
    return `${show(done)} of ${show(total)}${unit === 'bytes' ? '' : ` ${unit}`}, ${show(perSecond)}/s${left}`;
  };
  return {
    at(done, total) {
      if (total <= 0) return;
      const figures = figuresOf(done, total);
      if (!isShown) bar.start(total, done, { figures });
      isShown = true;
      bar.setTotal(total);
      bar.update(done, { figures });
    },
    end() {
      if (isShown) bar.stop();
    },
  };
}
