const TLS_CODE = /CERT|SELF_SIGNED|VERIFY|ERR_TLS|ERR_SSL|EPROTO/;
const NO_SERVER = 'Start that server, or correct the address.';

/** A URL as it is shown: without what may be secret in its query. */
export function shownUrl(url: string | URL): string {
  const { origin, pathname, search, protocol } = new URL(url);
  const shown = origin === 'null' ? `${protocol}//` : `${origin}${pathname}`;
  return search === '' ? shown : `${shown}?…`;
}

/** Why a request got no answer, in one line with what to do. */
export function sayUnanswered(url: string, error: unknown): string {
  if (!URL.canParse(url)) return `“${url}” is no address. Correct it.`;
  const shown = shownUrl(url);
  const { code = '', message } = (error ?? {}) as { code?: string; message?: string };
  switch (code) {
    case 'ECONNREFUSED':
      return `${shown} refuses the connection (${code}). ${NO_SERVER}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${shown}: no machine of this name is known (${code}). Correct the address, or look at the network.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `${shown} cannot be reached (${code}). Look at the network and its firewall, or correct the address.`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `${shown} broke off before its answer was whole (${code}). Look into the log of that server.`;
    case 'ERR_REFUSED_ADDRESS':
      return `${shown} leads to a link-local or metadata address, where Twinloom never connects. Correct the address.`;
    default:
  }
  if (code.startsWith('HPE_'))
    return `${shown} answers, but not in HTTP (${code}). Correct the address and port.`;
  if (TLS_CODE.test(code)) {
    return `${shown}: TLS fails (${code}: ${message}). Correct the address, or give the certificate of its authority in tls.ca of a connection.`;
  }
  return `${shown}: ${message ?? String(error)}. ${NO_SERVER}`;
}

/** What a status that is no success means, in one line with what to do. */
export function sayStatus(url: string, status: number): string {
  const shown = `${shownUrl(url)} answers ${status}`;
  switch (status) {
    case 401:
    case 403:
    case 407:
      return `${shown}: it wants other credentials. Correct the connection and the value of its secret.`;
    case 404:
    case 410:
      return `${shown}: there is nothing at this address. Correct it.`;
    case 429:
      return `${shown}: it is asked too often. Ask less often.`;
    default:
  }
  return status >= 500
    ? `${shown}: that server has a problem of its own. Look into its log.`
    : `${shown}, which is no success. Correct the address, or look into the log of that server.`;
}
