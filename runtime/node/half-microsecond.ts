/** s; times are whole µs, so a due time may miss its instant by half of one. */
export const HALF_MICROSECOND = 5e-7;
