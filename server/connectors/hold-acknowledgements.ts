import type { MqttClient, Packet } from 'mqtt';

type Send = (packet: Packet, done?: () => void, ...more: unknown[]) => void;

/**
 * Keeps a client from acknowledging packets of QoS 1 by itself; the function returned acknowledges one by its id. The client has no setting
 * for it: its `handleMessage` holds up everything that comes behind, so that one packet would be taken for each commit.
 */
export function holdAcknowledgements(client: MqttClient): (messageId: number | undefined) => void {
  const inner = client as unknown as { _sendPacket: Send };
  const send: Send = inner._sendPacket.bind(client);
  inner._sendPacket = (packet, done, ...more) => {
    if (packet.cmd === 'puback') done?.();
    else send(packet, done, ...more);
  };
  return (messageId) => {
    if (messageId !== undefined && client.connected) send({ cmd: 'puback', messageId });
  };
}
