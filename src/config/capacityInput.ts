/** Aurora capacity units (ACU) of about 2 GiB of memory, in halves. */
export interface CapacityInput {
  /**
   * 0 to 256. With 0 it pauses when nobody uses it and takes seconds to wake: not in production, and not with copies.
   * @default 8 with copies, as AWS advises; else 1, in a small environment 0.5
   */
  readonly min?: number;
  /** 1 to 256. @default 64, in a small environment 8 */
  readonly max?: number;
}
