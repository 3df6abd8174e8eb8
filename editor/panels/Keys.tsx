import type { ReactElement } from 'react';
import { keyParts } from '../stores/key-text.ts';

/** A shortcut as it stands on the keys. */
export function Keys({ keys }: { keys: string }): ReactElement {
  return (
    <span className="keys">
      {keyParts(keys).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}
