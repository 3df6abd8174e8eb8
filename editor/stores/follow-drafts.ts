import { browserNews } from '../client/draft-news.ts';
import { documentStore } from './document-store.ts';

/** Takes over what other windows and other people store, and leaves nothing behind when the page goes. Called once. */
export function followDrafts(): void {
  const news = browserNews();
  news.hear((flow) => {
    const { flowId, refresh } = documentStore.getState();
    if (flow === undefined || flow === flowId) void refresh();
  });
  documentStore.subscribe(({ flowId, etag }, before) => {
    if (flowId && flowId === before.flowId && etag !== before.etag) news.tell(flowId);
  });
  window.addEventListener('pagehide', () => {
    void documentStore.getState().keep();
    void documentStore.getState().save();
  });
}
