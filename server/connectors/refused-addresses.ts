import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IPv4 addresses that lead to a machine's own link, or to what a cloud tells and trusts its machines. */
const REFUSED_IPV4 = [
  ['169.254.0.0', 16],
  // Metadata services of clouds that lie outside the link-local range: Alibaba, Oracle, Azure.
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['168.63.129.16', 32],
] as const;

const refused = new BlockList();
refused.addSubnet('fe80::', 10, 'ipv6');
// Metadata services by IPv6: Amazon, Google.
refused.addAddress('fd00:ec2::254', 'ipv6');
refused.addAddress('fd20:ce::254', 'ipv6');
for (const [address, bits] of REFUSED_IPV4) {
  refused.addSubnet(address, bits);
  // IPv6 addresses that a gateway turns into this one: IPv4-compatible, IPv4-translated, NAT64, 6to4. The list itself knows ::ffff:….
  for (const prefix of ['::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'])
    refused.addSubnet(`${prefix}${address}`, 96 + bits, 'ipv6');
  refused.addSubnet(sixToFour(address), 16 + bits, 'ipv6');
}

function sixToFour(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`;
}

/** Whether an IP address is link-local or a cloud's metadata service: nothing connects there. False for a name. */
export function isRefusedAddress(address: string): boolean {
  const family = isIP(address);
  // The list does not know an address with a zone, `fe80::1%eth0`.
  const [bare = ''] = address.split('%');
  return family !== 0 && refused.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

type Found = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** `dns.lookup` for sockets; fails with the code ERR_REFUSED_ADDRESS where a name, however spelled, leads to a refused address. */
export const lookupAllowed = refusing(lookup);

/** The same for another resolver: the socket connects to what was looked at here, it does not ask again. */
export function refusing(
  resolve: (name: string, options: LookupOptions, found: Found) => void,
): LookupFunction {
  return (name, options, found) =>
    resolve(name, options, (error, address, family) => {
      if (error) return found(error, address, family);
      const addresses: readonly LookupAddress[] =
        typeof address === 'string' ? [{ address, family: family ?? 0 }] : address;
      if (addresses.some((each) => isRefusedAddress(each.address))) return found(refusal(name), '', 0);
      return found(null, address, family);
    });
}

/** The error of a connection to a refused address. */
export function refusal(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${name} is a link-local or metadata address`), {
    code: 'ERR_REFUSED_ADDRESS',
  });
}
