/** Seconds a broker has to answer. */
export const ANSWER_SECONDS = 10;

const TLS_CODE = /CERT|SELF_SIGNED|VERIFY|ERR_TLS|ERR_SSL|EPROTO/;
const NO_BROKER = 'Start the broker, or correct the address of the connection.';

/** Why a broker cannot be used, in one line with what to do; no error = it hung up without a word. */
export function sayUnreachable(url: string, error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: string | number; message?: string };
  if (error === undefined) {
    return `${url} closed the connection. If it goes on, look into the log of the broker: another client may use the same id, or a limit was reached.`;
  }
  if (typeof code === 'number') return sayRefusal(url, code, message);
  switch (code) {
    case 'ECONNREFUSED':
      return `${url} refuses the connection (${code}). ${NO_BROKER}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${url}: no machine of this name is known (${code}). Correct the address of the connection, or look at the network.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `${url} cannot be reached (${code}). Look at the network and its firewall, or correct the address of the connection.`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `${url} broke the connection (${code}). ${NO_BROKER}`;
    case 'ERR_REFUSED_ADDRESS':
      return `${url} is a link-local or metadata address, where Twinloom never connects. Correct the address of the connection.`;
    default:
  }
  if (code !== undefined && TLS_CODE.test(code)) {
    return `${url}: TLS fails (${code}: ${message}). Give the certificate of its authority in tls.ca, or correct the address and port.`;
  }
  if (message === 'connack timeout') {
    return `${url} takes the connection but gives no answer within ${ANSWER_SECONDS} s. Correct the address: is it the port of an MQTT broker?`;
  }
  return `${url}: ${message ?? String(error)}. ${NO_BROKER}`;
}

/** By the return code of MQTT 3.1.1's CONNACK. */
function sayRefusal(url: string, code: number, message: string | undefined): string {
  switch (code) {
    case 4:
    case 5:
      return `${url} refuses the user or the password (MQTT code ${code}). Correct the user of the connection and the value of its secret.`;
    case 3:
      return `${url} is not available at the moment (MQTT code 3). It is tried again; look into the log of the broker.`;
    default:
      return `${url} refuses the connection (MQTT code ${code}: ${message}). Look into the log of the broker.`;
  }
}
