import { Component, type ReactNode } from 'react';
import { pageWords } from '../words/page.ts';

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
        <h1>{pageWords.pageStopped}</h1>
        <p>{pageWords.pageStoppedMeans}</p>
        <p>
          <button type="button" className="button button-main" onClick={() => location.reload()}>
            {pageWords.loadPageAgain}
          </button>
        </p>
        <p className="muted">
          {pageWords.reportThis} <code>{says}</code>
        </p>
      </main>
    );
  }
}
