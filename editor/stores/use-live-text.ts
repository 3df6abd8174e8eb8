import { useEffect, useRef, type RefObject } from 'react';
import { BAD, qualityName } from '@twinloom/runtime/signal/quality';
import { live, type Reading } from './live-store.ts';

/**
 * Keeps the text of an element at a port's newest value, past React: the element must have one empty text child or none.
 * `data-quality` follows the sample's quality (`good`, `uncertain`, `bad`, `absent`), or is
 * `lacking` where there is merely no answer; the tooltip says why.
 */
export function useLiveText<E extends HTMLElement | SVGElement>(
  port: string,
  format: (reading: Reading) => string,
): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    element.textContent = '';
    const text = element.appendChild(document.createTextNode(''));
    return live.watch(port, (reading) => {
      const next = format(reading);
      if (text.data !== next) text.data = next;
      const lacks = reading.quality === BAD ? reading.lacks : '';
      const quality = lacks === '' ? qualityName(reading.quality) : 'lacking';
      if ((element.getAttribute('title') ?? '') !== lacks) {
        if (lacks === '') element.removeAttribute('title');
        else element.setAttribute('title', lacks);
      }
      if (element.dataset.quality !== quality) element.dataset.quality = quality;
    });
  }, [port, format]);
  return ref;
}
