/** The part of the vocabulary that says how much the platform is used, for what it will cost. */

/**
 * How much production is used in a month. Nothing is built by these figures: they are what an estimate of cost rests on,
 * and what is left out is assumed, and called that.
 */
export interface UsageInput {
  /** Requests of customers in a month, pictures and pages together. @default 30000000 */
  readonly requests?: number;
  /** Size of an answer on average, in kB. @default 40 */
  readonly responseKb?: number;
  /** Per cent of the requests that CloudFront answers by itself. @default 60 */
  readonly cachedPercent?: number;
  /** What an environment that customers do not depend on is used, in per cent of production. @default 2 */
  readonly elsewherePercent?: number;
  /** What services log for each request that reaches them, in kB. @default 1 */
  readonly logKb?: number;
  /** Size of each store, in GiB. @default 50 */
  readonly storedGib?: number;
  /** Copies of each service in a region that serves customers. @default 2 */
  readonly podsPerService?: number;
  /** What each of them asks for, in vCPU. @default 0.25 */
  readonly podCpu?: number;
  /** And in GiB of memory. @default 0.5 */
  readonly podMemoryGib?: number;
  /** Per cent of the nodes beyond the fixed groups that run on Spot. @default 50 */
  readonly spotPercent?: number;
  /** Growth in per cent a month: the high end counts a year of it. @default 3 */
  readonly growthPercent?: number;
  /** How far off these figures may be, as a factor: 2 is from half to double. @default 3 */
  readonly spread?: number;
}
