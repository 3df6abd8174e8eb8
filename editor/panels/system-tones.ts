import type { StatusBody } from '@twinloom/runtime/protocol/status';

/** How a figure is to be taken: nothing to say, look at it, it harms. */
export type Tone = 'calm' | 'warn' | 'bad';

/** From here on a tick of the usual 100 ms is missed, s; what the server tells may lie 41 % above the truth. */
const LATE = 0.15;
/** From here on ticks become one step, s. */
const TOO_LATE = 2;
/** Records that wait for the disk. */
const BEHIND = 1_000;
const TOO_FAR_BEHIND = 50_000;

/** How late ticks run, s. */
export function toneOfLag(seconds: number | undefined): Tone {
  if (seconds === undefined || seconds < LATE) return 'calm';
  return seconds < TOO_LATE ? 'warn' : 'bad';
}

/** How full something bounded is. */
export function toneOfFill(filled: number, bound: number): Tone {
  const part = bound > 0 ? filled / bound : 0;
  if (part < 0.7) return 'calm';
  return part < 0.9 ? 'warn' : 'bad';
}

/** How much of a processor one thread takes: at 1 it cannot do more. */
export function toneOfBusy(share: number): Tone {
  if (share < 0.7) return 'calm';
  return share < 0.95 ? 'warn' : 'bad';
}

/** Something was left out, or died: whoever reads it must know, and it may be long ago. */
export function toneOfCount(count: number): Tone {
  return count > 0 ? 'warn' : 'calm';
}

export function toneOfJournal({ behind, says }: StatusBody['journal']): Tone {
  if (says !== undefined || behind >= TOO_FAR_BEHIND) return 'bad';
  return behind >= BEHIND ? 'warn' : 'calm';
}

export function toneOfConnection(status: StatusBody['connections'][number]['status']): Tone {
  switch (status) {
    case 'connected':
      return 'calm';
    case 'connecting':
      return 'warn';
    case 'unreachable':
      return 'bad';
    default:
      return status satisfies never;
  }
}

export function toneOfTwin(status: StatusBody['flows'][number]['twins'][number]['status']): Tone {
  switch (status) {
    case 'running':
      return 'calm';
    case 'stopped':
      return 'warn';
    case 'failed':
      return 'bad';
    default:
      return status satisfies never;
  }
}

/** The worst of several. */
export function worstTone(tones: readonly Tone[]): Tone {
  if (tones.includes('bad')) return 'bad';
  return tones.includes('warn') ? 'warn' : 'calm';
}
