import type { NoticeMessage } from '@twinloom/runtime/protocol/stream';

type Notice = NoticeMessage['notice'];

/** Which lines of a log are wanted. */
export interface NoticeFilter {
  /** This level and those that are louder. */
  level: Notice['level'];
  /** '' = all. */
  node: string;
  /** Words that are all in the line or in the name of its node, however they are written; '' = any. */
  text: string;
}

const LOUDNESS = { info: 0, warning: 1, error: 2 } as const;

/** The lines of a log that are wanted, in their order. */
export function filterNotices(notices: readonly Notice[], { level, node, text }: NoticeFilter): Notice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return notices.filter((notice) => {
    const line = `${notice.node ?? ''} ${notice.says}`.toLowerCase();
    return (
      LOUDNESS[notice.level] >= LOUDNESS[level] &&
      (node === '' || notice.node === node) &&
      words.every((word) => line.includes(word))
    );
  });
}
