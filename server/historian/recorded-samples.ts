/** A port that is recorded, with the unit of its numbers. */
export interface RecordedPort {
  port: string;
  unit: string;
}

/** Samples one after the other, in the order in which they came. */
export interface SampleColumns {
  /** Index of the port of each sample. */
  indexes: Uint32Array;
  /** s since 1970 */
  times: Float64Array;
  /** NaN where bad. */
  values: Float64Array;
  qualities: Uint8Array;
}

/** What ports of a twin said. */
export interface RecordedSamples extends SampleColumns {
  twin: string;
  ports: readonly RecordedPort[];
}

/** What ports of many twins said, in runs of samples of one twin. */
export interface RecordedBatch extends SampleColumns {
  twins: readonly { twin: string; ports: readonly RecordedPort[] }[];
  /** Of each run the place of its twin, and how many samples it has. */
  runs: Uint32Array;
}
