import type { ReactElement } from 'react';
import { goToPane, PANES } from '../stores/panes.ts';

/** For whoever comes by the keyboard: past the header at once. Out of sight until they have the focus. */
export function SkipLinks(): ReactElement {
  return (
    <nav className="skip-links" aria-label="Skip to">
      {[PANES.canvas, PANES.sidebar, PANES.evidence, PANES.inspector].map((pane) => (
        <button key={pane.name} type="button" className="button" onClick={() => goToPane(pane)}>
          Skip to {pane.name.toLowerCase()}
        </button>
      ))}
    </nav>
  );
}
