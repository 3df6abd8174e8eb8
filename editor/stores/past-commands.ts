import type { Command } from './commands.ts';
import { useLive } from './live-store.ts';
import { selection } from './selection.ts';
import { askWhy } from './why-store.ts';
import { goLive, pause, play, step, usePast } from './past-store.ts';

const hasTwin = (): boolean => useLive.getState().twin !== undefined;
const isPast = (): boolean => usePast.getState().time !== undefined;

/** A port of the selected node that has a value to explain: its first number, else its first. */
function portToExplain(): string | undefined {
  const [node, ...others] = selection().nodes;
  if (node === undefined || others.length > 0) return undefined;
  const own = [...useLive.getState().ports].filter(([port]) => port.startsWith(`${node}.`));
  return (own.find(([, { type }]) => type === 'number') ?? own[0])?.[0];
}

/** What moves the page through the past. */
export const pastCommands: readonly Command[] = [
  {
    id: 'past',
    title: 'Look at the past',
    group: 'View',
    keys: ['H'],
    isEnabled: hasTwin,
    run: () => document.querySelector<HTMLElement>('#time-slider')?.focus(),
  },
  {
    id: 'live',
    title: 'Back to live',
    group: 'View',
    keys: ['Shift+H'],
    isEnabled: isPast,
    run: goLive,
  },
  {
    id: 'instant-back',
    title: 'An instant back',
    group: 'View',
    keys: [','],
    isEnabled: hasTwin,
    run: () => step(-1),
  },
  {
    id: 'instant-on',
    title: 'An instant on',
    group: 'View',
    keys: ['.'],
    isEnabled: isPast,
    run: () => step(1),
  },
  {
    id: 'play-past',
    title: 'Play or pause the past',
    group: 'View',
    keys: ['Shift+P'],
    isEnabled: isPast,
    run: () => (usePast.getState().isPlaying ? pause() : play()),
  },
  {
    id: 'why',
    title: 'Why is this value what it is',
    group: 'View',
    keys: ['W'],
    menu: ['selection'],
    isEnabled: () => portToExplain() !== undefined,
    run: () => {
      const port = portToExplain();
      if (port !== undefined) askWhy(port);
    },
  },
];
