/** What stands under a key of a record that a user wrote; never what every object has (a node may be called `toString`). */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
