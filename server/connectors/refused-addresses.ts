import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

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
refused.addAddress('fd00:ec2::254', 'ipv6');
for (const [address, bits] of REFUSED_IPV4) {
  refused.addSubnet(address, bits);
  // IPv6 addresses that a gateway turns into this one: IPv4-compatible, NAT64, 6to4. The list itself knows ::ffff:….
  refused.addSubnet(`::${address}`, 96 + bits, 'ipv6');
  refused.addSubnet(`64:ff9b::${address}`, 96 + bits, 'ipv6');
  refused.addSubnet(sixToFour(address), 16 + bits, 'ipv6');
}

function sixToFour(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`;
}

/** Whether an IP address is link-local or a cloud's metadata service: nothing connects there. False for a name. */
export function isRefusedAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && refused.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

type Found = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** `dns.lookup` for sockets; fails with the code ERR_REFUSED_ADDRESS where a name, however spelled, leads to a refused address. */
export function lookupAllowed(name: string, options: LookupOptions, found: Found): void {
  lookup(name, options, (error, address, family) => {
    if (error) return found(error, address, family);
    const addresses: readonly LookupAddress[] =
      typeof address === 'string' ? [{ address, family: family ?? 0 }] : (address as LookupAddress[]);
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
