import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16);
refused.addSubnet('fe80::', 10, 'ipv6');
// Metadata services of clouds that lie outside the link-local range.
refused.addAddress('100.100.100.200');
refused.addAddress('fd00:ec2::254', 'ipv6');

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
