import type { Environment, PlacedStore, Service } from "../../config/index.ts";

export const KB_OF_A_GB = 1024 * 1024;

/** Of what services answer, what goes to customers past CloudFront: hosts that fail over by DNS have no other way. */
const PAST_CLOUDFRONT = 0.1;
/** Of a store, what is written anew in a month, and so travels to its copies and with its backups. */
export const WRITTEN = 0.2;
/** A request with its headers. */
const REQUEST_KB = 2;
/** Writes to databases, for each request, and what each sends. */
const WRITES = 0.5;
const WRITE_KB = 4;
/** Calls to who is outside of AWS (cards, mail, carriers), for each request, and what comes back. */
const OUTSIDE_CALLS = 0.1;
const OUTSIDE_ANSWER_KB = 4;

/** One writer for all regions of the home; the others send their writes to it. */
const ONE_WRITER: readonly PlacedStore["engine"][] = ["aurora-postgresql", "rds-postgresql", "redis"];

/** How an environment is used, as far as data on their way hang on it. */
export interface TransferSubject {
  readonly environment: Pick<Environment, "regions" | "stores" | "natGateways">;
  readonly services: readonly Pick<Service, "calls" | "stores">[];
  readonly usage: { readonly responseKb: number; readonly logKb: number; readonly storedGib: number };
  /** Requests of a month that CloudFront passes on, of all regions. */
  readonly passed: number;
  /** Of those, what reaches a region. */
  readonly reaching: (region: string) => number;
}

/** A way that data take out of a region, which is charged by the GB and belongs to no resource. */
export interface Way {
  readonly name: string;
  /** Of the price book. */
  readonly item: string;
  readonly gb: number;
}

/**
 * Data of a month on their way, out of a region. What comes in is free, and so is what CloudFront fetches. Every figure
 * rests on the shares above, which nobody gave: it is assumed, even where the requests are known.
 */
export function waysOf(subject: TransferSubject, region: string): readonly Way[] {
  const { environment, services, usage } = subject;
  const here = subject.reaching(region);
  const answers = gb(here, usage.responseKb);
  const calls = services.reduce((sum, { calls: of, stores }) => sum + of.length + stores.length, 0);
  const inside = calls / Math.max(1, services.length);
  const zones = environment.regions.find(({ name }) => name === region)?.zones.length ?? 1;
  const born = environment.stores.filter(({ birth }) => birth === region);
  const copies = born.reduce((sum, { replicated, copies: to }) => sum + (replicated ? to.length : 0), 0);
  const backups = hasSister(environment, region) ? born.filter(({ backup }) => backup).length : 0;
  return [
    { name: "To the internet, past CloudFront", item: "transfer/internet", gb: answers * PAST_CLOUDFRONT },
    {
      name: "To the internet, through NAT: calls to others' services",
      item: "transfer/internet",
      gb: gb(here * OUTSIDE_CALLS, REQUEST_KB),
    },
    // Of calls between services and to stores, what goes to another zone, charged on both sides.
    {
      name: "Between zones, both directions",
      item: "transfer/other-zone",
      gb: answers * inside * (1 - 1 / zones) * 2,
    },
    {
      name: `To other regions: ${copies} copies of stores born here`,
      item: "transfer/other-region",
      gb: copies * usage.storedGib * WRITTEN,
    },
    {
      name: `To other regions: backups of ${backups} stores born here`,
      item: "transfer/other-region",
      gb: backups * usage.storedGib * WRITTEN,
    },
    {
      name: "To other regions: writes to databases whose writer is there",
      item: "transfer/other-region",
      gb: writesElsewhere(subject, region),
    },
  ].filter(({ gb: amount }) => amount > 0);
}

/** What each gateway processes: calls to others' services with their answers. AWS's own are behind endpoints. */
export function natGb({ environment, reaching }: TransferSubject, region: string): number {
  const zones = environment.regions.find(({ name }) => name === region)?.zones.length ?? 1;
  const gateways = environment.natGateways === "per-zone" ? zones : 1;
  return gb(reaching(region) * OUTSIDE_CALLS, REQUEST_KB + OUTSIDE_ANSWER_KB) / gateways;
}

/**
 * What passes an interface endpoint, by the GB of PrivateLink: logs through theirs. Undefined for the others, which
 * carry what no figure of the configuration tells: the assumption for an endpoint holds.
 */
export function endpointGb(
  { usage, reaching }: TransferSubject,
  region: string,
  service: string,
): number | undefined {
  return service.endsWith(".logs") ? gb(reaching(region), usage.logKb) : undefined;
}

/** What the region's network sends into its transit gateway: writes to databases whose writer is elsewhere. */
export function transitGb(subject: TransferSubject, region: string): number {
  return writesElsewhere(subject, region);
}

/** What customers send through CloudFront to the origin; what it answers is in the price of its answers. */
export function originGb({ passed }: TransferSubject): number {
  return gb(passed, REQUEST_KB);
}

function writesElsewhere({ environment: { stores }, reaching }: TransferSubject, region: string): number {
  const elsewhere = stores.filter(
    ({ engine, birth, copies, replicated }) =>
      replicated && ONE_WRITER.includes(engine) && birth !== region && copies.includes(region),
  );
  return (gb(reaching(region) * WRITES, WRITE_KB) / Math.max(1, stores.length)) * elsewhere.length;
}

/** Backups are copied to another region of the home, where there is one. */
function hasSister({ regions }: TransferSubject["environment"], region: string): boolean {
  const home = regions.find(({ name }) => name === region)?.home;
  return regions.some(({ name, home: other }) => name !== region && other === home);
}

function gb(count: number, kb: number): number {
  return (count * kb) / KB_OF_A_GB;
}
