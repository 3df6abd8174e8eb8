/** What is known of an emission beside its address and bytes. */
export interface Sending {
  /** Who sends, `twin.node`: what one sends arrives in its order. */
  sender: string;
  /** Counts the emissions of the sender. */
  sequence: number;
  /** Names the emission once and for all, in printable ASCII. */
  key: string;
  /** Nobody has to say it again: it is taken, given up, or on the disk. */
  onSettled: () => void;
  /** Of those that were taken so many are given up. */
  onLost: (count: number) => void;
  /** What is wrong on the way, at each failure; undefined at the first success after one. */
  onFault: (says: string | undefined) => void;
}
