/** Tells the other windows of this browser that a draft was stored. */
export interface DraftNews {
  tell(flow: string): void;
  /** Calls back when another window stored a draft, or when this one is looked at again (no flow named); returns the undo. */
  hear(onNews: (flow: string | undefined) => void): () => void;
}

const CHANNEL = 'twinloom.drafts';

/** The windows of this browser. */
export function browserNews(): DraftNews {
  const channel = new BroadcastChannel(CHANNEL);
  return {
    tell: (flow) => channel.postMessage(flow),
    hear(onNews) {
      const take = ({ data }: MessageEvent): void => onNews(String(data));
      const seen = (): void => {
        if (document.visibilityState === 'visible') onNews(undefined);
      };
      channel.addEventListener('message', take);
      document.addEventListener('visibilitychange', seen);
      window.addEventListener('focus', seen);
      return () => {
        channel.removeEventListener('message', take);
        document.removeEventListener('visibilitychange', seen);
        window.removeEventListener('focus', seen);
      };
    },
  };
}
