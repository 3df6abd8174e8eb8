import type { HttpSendAddress } from '@twinloom/runtime/node/definition';
import type { Carrier, Delivery } from '../outbox/carrier.ts';
import type { Letter } from '../outbox/letter.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import type { PrepareRequest } from './http-connections.ts';

export interface HttpCarrierOptions {
  client: HttpClient;
  prepare: PrepareRequest;
}

/** Sends to URLs as JSON, each letter under its key: one request at a time, until it is taken or refused for good (an answer of 4xx but 408 and 429). */
export function httpCarrier({ client, prepare }: HttpCarrierOptions): Carrier {
  return {
    window: 1,
    mostAttempts: Infinity,
    send({ address, bytes, key }, signal, tell) {
      if (address.protocol !== 'http') return 'away';
      void ask({ client, prepare }, address, { bytes, key }, signal).then((answer) =>
        tell('bytes' in answer ? { isTaken: true } : asDelivery(answer)),
      );
      return 'sent';
    },
  };
}

function asDelivery({ says, isPassing }: Exclude<HttpAnswer, { bytes: unknown }>): Delivery {
  return { isTaken: false, says, isPassing };
}

async function ask(
  { client, prepare }: HttpCarrierOptions,
  { url, connection, method, timeout }: HttpSendAddress,
  { bytes, key }: Pick<Letter, 'bytes' | 'key'>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const prepared = prepare(connection, url);
  if ('says' in prepared) return prepared;
  const headers = { 'content-type': 'application/json', 'idempotency-key': `"${key}"` };
  const abort = new AbortController();
  const end = (): void => abort.abort();
  signal.addEventListener('abort', end, { once: true });
  const request = { method, url, headers, body: bytes, timeout, redirects: 0, ...prepared };
  return client.ask(request, abort).finally(() => signal.removeEventListener('abort', end));
}
