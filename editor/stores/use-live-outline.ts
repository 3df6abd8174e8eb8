import { useEffect, useRef, type RefObject } from 'react';
import { BAD } from '@twinloom/runtime/signal/quality';
import { readVector } from '@twinloom/runtime/signal/vector';
import { outlineOf } from '../plot/outline.ts';
import { live } from './live-store.ts';

/** Keeps a path at the shape of a port's newest vector, past React; it is empty while there is none to be trusted. */
export function useLiveOutline(
  port: string,
  width: number,
  height: number,
): RefObject<SVGPathElement | null> {
  const ref = useRef<SVGPathElement>(null);
  useEffect(
    () =>
      live.watch(port, ({ quality, object }) => {
        const vector = quality < BAD ? readVector(object) : undefined;
        ref.current?.setAttribute('d', vector ? outlineOf(vector.values, width, height) : '');
      }),
    [port, width, height],
  );
  return ref;
}
