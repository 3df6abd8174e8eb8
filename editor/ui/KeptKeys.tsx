import { useLayoutEffect } from 'react';

/** Frames in which a search that has come takes the focus. */
const MOST_FRAMES = 30;

/** Stands where a search is still on its way: what is typed meanwhile goes into it, not to the page behind. */
export function KeptKeys(): null {
  useLayoutEffect(() => {
    const kept: string[] = [];
    const keep = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      kept.push(event.key);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', keep, true);
    return () => {
      window.removeEventListener('keydown', keep, true);
      if (kept.length > 0) giveBack(kept, MOST_FRAMES);
    };
  }, []);
  return null;
}

function giveBack(keys: readonly string[], frames: number): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) {
    if (frames > 0) requestAnimationFrame(() => giveBack(keys, frames - 1));
    return;
  }
  for (const key of keys) {
    const goesOn = field.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
    // The only way in which a field takes text as if it were typed.
    if (goesOn && key.length === 1) document.execCommand('insertText', false, key);
  }
}
