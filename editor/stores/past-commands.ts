import type { Command } from './commands.ts';
import { useLive } from './live-store.ts';
import { selection } from './selection.ts';
import { askWhy } from './why-store.ts';
import { goLive, pause, play, step, usePast } from './past-store.ts';
import { commandsWords } from '../words/commands.ts';

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
    title: commandsWords.lookAtPast,
    group: 'View',
    keys: ['H'],
    isEnabled: hasTwin,
    run: () => document.querySelector<HTMLElement>('#time-slider')?.focus(),
  },
  {
    id: 'live',
    title: commandsWords.backToLive,
    group: 'View',
    keys: ['Shift+H'],
    isEnabled: isPast,
    run: goLive,
  },
  {
    id: 'instant-back',
    title: commandsWords.instantBack,
    group: 'View',
    keys: [','],
    isEnabled: hasTwin,
    run: () => step(-1),
  },
  {
    id: 'instant-on',
    title: commandsWords.instantOn,
    group: 'View',
    keys: ['.'],
    isEnabled: isPast,
    run: () => step(1),
  },
  {
    id: 'play-past',
    title: commandsWords.playOrPausePast,
    group: 'View',
    keys: ['Shift+P'],
    isEnabled: isPast,
    run: () => (usePast.getState().isPlaying ? pause() : play()),
  },
  {
    id: 'why',
    title: commandsWords.why,
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
