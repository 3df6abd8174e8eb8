import { randomBytes } from 'node:crypto';
import { createConnection, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { MqttSettings } from '@twinloom/runtime/protocol/bodies';
import { connect, MqttClient, type IClientOptions } from 'mqtt';
import { isRefusedAddress, lookupAllowed, refusal } from './refused-addresses.ts';
import { ANSWER_SECONDS } from './unreachable-broker.ts';

const KEEP_ALIVE_SECONDS = 30;
const FILTERS_PER_PACKET = 100;

/**
 * Starts an MQTT 3.1.1 client with a clean session and an id of its own, or with the session of that name. It tries again by itself after
 * `options.reconnectPeriod` ms, which may be changed as it goes; it does not subscribe again.
 * Throws where the URL leads to a refused address that needs no look-up.
 */
export function openClient(settings: MqttSettings, password: string | undefined, name?: string): MqttClient {
  const url = new URL(settings.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isRefusedAddress(host)) throw refusal(host);
  const options = clientOptions(settings, password, name);
  const { ca, insecure } = settings.tls ?? {};
  const trust = { ...(ca !== undefined && { ca }), rejectUnauthorized: insecure !== true };
  switch (url.protocol) {
    case 'mqtt:': {
      const port = Number(url.port) || 1883;
      return new MqttClient(() => createConnection({ host, port, lookup: lookupAllowed }), options);
    }
    case 'mqtts:': {
      const port = Number(url.port) || 8883;
      const servername = isIP(host) === 0 ? { servername: host } : {};
      return new MqttClient(
        () => connectTls({ host, port, lookup: lookupAllowed, ...servername, ...trust }),
        options,
      );
    }
    default:
      return connect(settings.url, { ...options, ...trust, wsOptions: { ...trust, lookup: lookupAllowed } });
  }
}

function clientOptions(
  { user }: MqttSettings,
  password: string | undefined,
  name: string | undefined,
): IClientOptions {
  const hasCredentials = user !== undefined || password !== undefined;
  return {
    protocolVersion: 4,
    protocolId: 'MQTT',
    // At most 23 letters and digits, which every broker must accept.
    clientId: `twinloom${name ?? randomBytes(7).toString('hex')}`,
    clean: name === undefined,
    keepalive: KEEP_ALIVE_SECONDS,
    connectTimeout: ANSWER_SECONDS * 1000,
    reconnectOnConnackError: true,
    resubscribe: false,
    subscribeBatchSize: FILTERS_PER_PACKET,
    queueQoSZero: false,
    // The default finds out for each packet, several times, that nobody reads its lines.
    log: () => undefined,
    ...(hasCredentials && { username: user ?? '' }),
    ...(password !== undefined && { password }),
  };
}
