const KNOWN: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'the folder may not be written by this user',
  EIO: 'the disk fails',
  EFBIG: 'its file may not become larger (a limit of this process)',
};

/** Why a folder takes nothing, in one line that begins with what lies in it. */
export function sayDiskFault(what: string, folder: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `${what} in ${folder} cannot be written: ${KNOWN[code ?? ''] ?? message}`;
}
