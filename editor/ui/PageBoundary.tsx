import { Component, type ReactNode } from 'react';

interface PageBoundaryProps {
  children: ReactNode;
}

/** What a person sees where we failed: what happened, that nothing is lost, and the way on; never an empty page. */
export class PageBoundary extends Component<PageBoundaryProps, { says: string | undefined }> {
  override state = { says: undefined };

  static getDerivedStateFromError(error: unknown): { says: string } {
    return { says: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { says } = this.state;
    if (says === undefined) return this.props.children;
    return (
      <main className="page-stopped" role="alert">
        <h1>This page came to a stop</h1>
        <p>
          That is our mistake. The twins run on, and your draft with its steps of undo is kept in this
          browser.
        </p>
        <p>
          <button type="button" className="button button-main" onClick={() => location.reload()}>
            Load the page again
          </button>
        </p>
        <p className="muted">
          If it happens again, report it with this: <code>{says}</code>
        </p>
      </main>
    );
  }
}
