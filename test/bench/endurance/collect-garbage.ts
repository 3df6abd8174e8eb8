import { once } from 'node:events';

/** Where Node listens for a debugger once it is signalled. */
const INSPECTOR = 'http://127.0.0.1:9229/json';
const TRIES = 50;

interface Word {
  id?: number;
  method?: string;
  params?: { sessionId: string; message: string };
}

/** Lets a running Node process and its threads throw away what nothing points to any more, as a debugger would. */
export async function collectGarbage(pid: number): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await debuggerOf());
  await once(socket, 'open');
  const answered = new Map<number, () => void>();
  const threads: string[] = [];
  let last = 0;
  const ask = (send: (id: number) => void): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answered.set(++last, resolve);
    send(last);
    return promise;
  };
  const send = (id: number, method: string, params: object = {}): void =>
    socket.send(JSON.stringify({ id, method, params }));
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { id, method, params } = JSON.parse(data) as Word;
    if (id !== undefined) answered.get(id)?.();
    else if (method === 'NodeWorker.attachedToWorker') threads.push(params!.sessionId);
    else if (method === 'NodeWorker.receivedMessageFromWorker')
      answered.get((JSON.parse(params!.message) as Word).id ?? 0)?.();
  });
  // The threads there are have said so when this is answered.
  await ask((id) => send(id, 'NodeWorker.enable', { waitForDebuggerOnStart: false }));
  for (const sessionId of threads) {
    await ask((id) => {
      const message = JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' });
      send(++last, 'NodeWorker.sendMessageToWorker', { sessionId, message });
    });
  }
  await ask((id) => send(id, 'HeapProfiler.collectGarbage'));
  await ask((id) => send(id, 'NodeWorker.disable'));
  socket.close();
}

async function debuggerOf(): Promise<string> {
  for (let i = 0; i < TRIES; i++) {
    try {
      const [target] = (await (await fetch(INSPECTOR)).json()) as { webSocketDebuggerUrl: string }[];
      if (target) return target.webSocketDebuggerUrl;
    } catch {
      // It does not listen yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the process does not let a debugger in');
}
