import type { ReactElement } from 'react';
import { goToPane, PANES } from '../stores/panes.ts';

/** For whoever comes by the keyboard: past the header at once. Out of sight until they have the focus. */
export function SkipLinks(): ReactElement {
  return (
    <nav className="skip-links" aria-label="Skip to">
      {(['canvas', 'sidebar', 'evidence', 'inspector'] as const).map((pane) => (
        <a
          key={pane}
          className="button"
          href={`#${pane}`}
          onClick={(event) => {
            // The address belongs to the flow.
            event.preventDefault();
            goToPane(PANES[pane]);
          }}
        >
          Skip to {PANES[pane].name.toLowerCase()}
        </a>
      ))}
    </nav>
  );
}
