/** Resolves a public name as a client in a region would: a DNS look-up on AWS, a model on a sandbox. */
export type ResolveFrom = (
  name: string,
  clientRegion: string,
) => Promise<{ readonly answers: readonly string[]; readonly chosen: string | undefined }>;

/** Region of a load balancer's DNS name, `<name>.<region>.elb.amazonaws.com`; undefined for any other name. */
export function regionOfBalancer(name: string): string | undefined {
  return /\.([a-z]{2}(?:-[a-z]+)+-\d)\.elb\.amazonaws\.com\.?$/.exec(name)?.[1];
}
