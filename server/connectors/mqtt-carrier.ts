import type { Carrier } from '../outbox/carrier.ts';
import type { MqttConnection } from './mqtt-connection.ts';

/** One that hangs up on a letter each time may hang up on that letter. */
const MOST_HANG_UPS = 10;
/** As many as the session takes; it says itself when it is full. */
const WINDOW = 1_000;

/** Publishes on what a connection is now. `onRoom` is told whenever the broker took one: others may go. */
export function mqttCarrier(connection: () => MqttConnection | undefined, onRoom: () => void): Carrier {
  return {
    window: WINDOW,
    mostAttempts: MOST_HANG_UPS,
    send({ address, bytes }, _signal, tell) {
      if (address.protocol !== 'mqtt') return 'away';
      const { topic, qos, retain } = address;
      return (
        connection()?.publish({ topic, bytes, qos, retain }, (isTaken) => {
          tell(isTaken ? { isTaken } : { isTaken, isPassing: true });
          if (isTaken) onRoom();
        }) ?? 'away'
      );
    },
  };
}
