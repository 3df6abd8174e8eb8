import type { ReactElement } from 'react';
import { goToPane, PANES } from '../stores/panes.ts';
import { pageWords } from '../words/page.ts';

/** For whoever comes by the keyboard: past the header at once. Out of sight until they have the focus. */
export function SkipLinks(): ReactElement {
  return (
    <nav className="skip-links" aria-label={pageWords.skipLinks}>
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
          {pageWords.skipTo(PANES[pane].name.toLowerCase())}
        </a>
      ))}
    </nav>
  );
}
