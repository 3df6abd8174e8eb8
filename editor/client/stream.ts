import { decodeFrame, type ValuesFrame } from '@twinloom/runtime/protocol/frames';
import {
  SUBPROTOCOL_BINARY,
  type ClientMessage,
  type ServerMessage,
} from '@twinloom/runtime/protocol/stream';
import { reconnectDelayMs } from './reconnect-delay.ts';

/** What a stream tells its owner. */
export interface StreamListener {
  onOpen(): void;
  onMessage(message: ServerMessage): void;
  onFrame(frame: ValuesFrame): void;
  /** The connection is gone; another attempt follows in so many ms. */
  onLost(retryMs: number): void;
}

/** A stream of live values that comes back by itself. */
export interface Stream {
  /** Watches one twin in place of the one before, or none. */
  follow(twin: string | undefined, maxRate?: number): void;
  close(): void;
}

/** An attempt that takes longer is given up and tried again. */
const OPEN_LIMIT_MS = 10_000;

/** Opens `/api/stream` at a WebSocket address and keeps it open until closed; the twin followed is asked for again each time. */
export function openStream(url: string, listener: StreamListener): Stream {
  let socket: WebSocket | undefined;
  let following: ClientMessage | undefined;
  let followed: string | undefined;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const send = (message: ClientMessage): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  const open = (): void => {
    const opening = new WebSocket(url, SUBPROTOCOL_BINARY);
    socket = opening;
    opening.binaryType = 'arraybuffer';
    timer = setTimeout(() => opening.close(), OPEN_LIMIT_MS);
    opening.addEventListener('open', () => {
      clearTimeout(timer);
      attempt = 0;
      listener.onOpen();
      if (following) send(following);
    });
    opening.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (socket !== opening) return;
      if (data instanceof ArrayBuffer) {
        const frame = decodeFrame(new Uint8Array(data));
        if (frame) listener.onFrame(frame);
      } else if (typeof data === 'string') listener.onMessage(JSON.parse(data) as ServerMessage);
    });
    opening.addEventListener('close', () => {
      clearTimeout(timer);
      if (closed || socket !== opening) return;
      const delay = reconnectDelayMs(attempt, Math.random());
      attempt += 1;
      listener.onLost(delay);
      timer = setTimeout(open, delay);
    });
  };

  open();
  return {
    follow(twin, maxRate = 20) {
      if (followed !== undefined && followed !== twin) send({ unsubscribe: { twin: followed } });
      followed = twin;
      following = twin === undefined ? undefined : { subscribe: { twin, ports: ['*'], maxRate } };
      if (following) send(following);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
