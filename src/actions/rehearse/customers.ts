import type { Environment, Platform, Service } from "../../config/index.ts";
import type { Host, Message } from "../../host/index.ts";
import type { RegionScope } from "../../runbooks/index.ts";
import type {
  ClientStore,
  ClientsOptions,
  ClientsReport,
  Sandbox,
  StoreReport,
} from "../../sandbox/index.ts";
import { fullName } from "../../stacks/index.ts";
import { isKept, notCounted } from "../recovery/keptCaches.ts";
import type { CustomersSummary, DataFound, ServiceTaken, StoreData } from "./customersResult.ts";

/** Mean seconds between two requests of one customer: often enough that a lag of a third of a second shows. */
const EVERY_SECONDS = 0.25;

/** What customers write before anything is lost, and go on to write once it is over, seconds on the sandbox's clock. */
const BEFORE_SECONDS = 60;

/** Longer than any resolver keeps an answer, so that whoever can be served again is. */
const AFTER_SECONDS = 120;

export interface CustomersOptions {
  readonly platform: Platform;
  readonly environment: Environment;
  readonly scope: RegionScope;
  readonly sandbox: Sandbox;
  readonly host: Host;
}

/** What is to be said of what they write. */
interface Told {
  /** To be called for each store when the failover has ended. @default nobody is told */
  readonly tell?: (store: StoreReport) => void;
  /** Caches that they do not write to, each with the reason. @default none */
  readonly notCounted?: Readonly<Record<string, string>>;
}

/** The simulated customers of a rehearsal or a drill, from before its loss until it is over. */
export class Customers {
  readonly #sandbox: Sandbox;
  readonly #tell: (store: StoreReport) => void;
  readonly #notCounted: Readonly<Record<string, string>>;
  #lostAt = 0;
  #backAt = Number.POSITIVE_INFINITY;
  #afterFailover: ClientsReport | undefined;

  private constructor(sandbox: Sandbox, { tell = () => undefined, notCounted = {} }: Told) {
    this.#sandbox = sandbox;
    this.#tell = tell;
    this.#notCounted = notCounted;
  }

  /** Those of a rehearsal. What becomes of their data is said when the failover has ended. */
  static async begin(options: CustomersOptions): Promise<Customers> {
    const { platform, environment, scope, sandbox, host } = options;
    const tell = (store: StoreReport) => host.notify(dataLookedFor(store, scope.region));
    return Customers.come(sandbox, clientsOf(platform, environment, scope), {
      tell,
      notCounted: notCounted(environment, scope.region),
    });
  }

  /** Lets them write for a minute, so that there is something to lose. */
  static async come(sandbox: Sandbox, clients: ClientsOptions, told: Told = {}): Promise<Customers> {
    await sandbox.startClients(clients);
    await sandbox.advanceClock(BEFORE_SECONDS);
    return new Customers(sandbox, told);
  }

  /** To be called right before the loss. */
  async lose(): Promise<void> {
    this.#lostAt = await this.#now();
  }

  /** What is there of what was written, when the recovery has ended and what was lost is still away. */
  async failedOver(): Promise<CustomersSummary | undefined> {
    await this.#sandbox.advanceClock(AFTER_SECONDS);
    const report = await this.#sandbox.clients();
    this.#afterFailover = report;
    if (report === undefined) return undefined;
    for (const store of report.stores) this.#tell(store);
    return this.#summary(report);
  }

  /** To be called right before what was lost is given back. */
  async back(): Promise<void> {
    this.#backAt = await this.#now();
  }

  async end(): Promise<CustomersSummary | undefined> {
    await this.#sandbox.advanceClock(AFTER_SECONDS);
    const report = await this.#sandbox.clients();
    await this.#sandbox.stopClients();
    return report === undefined ? undefined : this.#summary(report);
  }

  async #now(): Promise<number> {
    return Date.parse((await this.#sandbox.status()).now);
  }

  #summary(report: ClientsReport): CustomersSummary {
    const summary = customersSummary(report, {
      lostAt: this.#lostAt,
      backAt: this.#backAt,
      afterFailover: this.#afterFailover,
    });
    return { ...summary, notCounted: this.#notCounted };
  }
}

function dataLookedFor(store: StoreReport, lost: string): Message {
  const { acknowledged, found, lost: gone, late } = store;
  const away = late.writes === 0 ? "" : `; ${late.writes} stand in ${lost} alone until it is back`;
  const missing =
    gone.writes === 0 ? "" : `; ${gone.writes} of the last ${gone.seconds.toFixed(1)} s are gone`;
  return {
    code: "data-looked-for",
    level: store.diverged.writes > 0 ? "warn" : "info",
    text: `  ${store.store}: ${found} of ${acknowledged} acknowledged writes found${missing}${away} (modelled)`,
    data: { store: store.store, acknowledged, found, lost: gone.writes, late: late.writes },
  };
}

/** What all customers of an environment have in common: who they are, and how often each comes. */
export function crowdOf({ name: platform }: Platform, { name }: Environment) {
  return { seed: `${platform} ${name}`, everySeconds: EVERY_SECONDS };
}

/** Customers near each active region, of each service that writes to a store which a region holds. */
export function clientsOf(platform: Platform, environment: Environment, scope: RegionScope): ClientsOptions {
  const written = writtenStores(environment, scope).map((store) => inNetwork(environment, store));
  return {
    ...crowdOf(platform, environment),
    account: scope.account,
    clientRegions: scope.clientRegions,
    services: platform.services.flatMap((service) => {
      const host = hostOf(platform, environment, service);
      const used = environment.stores.filter(({ store }) => service.stores.includes(store));
      const stores = used.map(({ id }) => id).filter((id) => written.some((each) => each.id === id));
      return host === undefined || stores.length === 0 ? [] : [{ name: service.name, host, stores }];
    }),
    stores: written,
  };
}

/** Databases and caches are in the subnets for them, in whichever zone. Tables and buckets are in no network. */
function inNetwork({ regions }: Environment, store: ClientStore): ClientStore {
  if (store.engine === "dynamodb" || store.engine === "s3") return store;
  const held = regions.filter(({ name }) => name in store.members);
  const ranges = held.map(({ name, network }) => [name, network.zones.map(({ data }) => data)] as const);
  return { ...store, ranges: Object.fromEntries(ranges) };
}

/** What is counted: every store, and of the caches those that keep what is written to them. */
function writtenStores({ stores }: Environment, scope: RegionScope): readonly ClientStore[] {
  const membersOf = (regions: readonly string[], nameIn: (region: string) => string) =>
    Object.fromEntries(regions.map((region) => [region, nameIn(region)]));
  const kept = new Set(stores.filter(isKept).map(({ id }) => id));
  return [
    ...scope.stores.map(({ id, engine, name, regions, nameIn }) => ({
      id,
      engine,
      name,
      members: membersOf(regions, nameIn),
    })),
    ...(scope.caches ?? [])
      .filter(({ id }) => kept.has(id))
      .map(({ id, regions, groupIn }) => ({
        id,
        engine: "redis" as const,
        name: id,
        members: membersOf(regions, groupIn),
      })),
  ];
}

/** A service's own name, or that of the first public one that calls it, or the first public name there is. */
function hostOf({ services }: Platform, environment: Environment, service: Service): string | undefined {
  const open = services.filter((each) => each.public && each.host !== undefined);
  const calling = open.find((each) => callsOf(services, each).has(service.name));
  const host = (open.includes(service) ? service : (calling ?? open[0]))?.host;
  return host === undefined ? undefined : fullName(host, environment);
}

function callsOf(services: readonly Service[], from: Service, seen = new Set<string>()): Set<string> {
  for (const name of from.calls) {
    if (seen.has(name)) continue;
    seen.add(name);
    const called = services.find((each) => each.name === name);
    if (called !== undefined) callsOf(services, called, seen);
  }
  return seen;
}

interface Moments {
  readonly lostAt: number;
  readonly backAt: number;
  readonly afterFailover: ClientsReport | undefined;
}

/** A report in seconds from the loss. */
export function customersSummary(report: ClientsReport, moments: Moments): CustomersSummary {
  const { lostAt, backAt, afterFailover } = moments;
  const since = (at: number) => (at - lostAt) / 1000;
  const stores = report.stores.map((store): StoreData => {
    const then = afterFailover?.stores.find((each) => each.store === store.store);
    return {
      store: store.store,
      engine: store.engine,
      lagSeconds: store.lagSeconds,
      ...(then === undefined ? {} : { afterFailover: foundIn(then) }),
      atEnd: foundIn(store),
      writers: store.writers.map(({ region, from, to }) => ({
        region,
        start: since(from),
        ...(to === undefined ? {} : { end: since(to) }),
      })),
      fences: store.fences.map(({ cutAt, at, ...fence }) => ({
        ...fence,
        cutAt: since(cutAt),
        ...(at === undefined ? {} : { at: since(at) }),
      })),
    };
  });
  const names = [...new Set(report.services.map(({ service }) => service))];
  return {
    grade: "modelled",
    everySeconds: EVERY_SECONDS,
    stores,
    services: names.map((name) => takenBy(report, name, { lostAt, backAt })),
  };
}

function foundIn({ acknowledged, found, lost, diverged, late }: StoreReport): DataFound {
  return { lookedFor: acknowledged, found, lost, diverged, late };
}

function takenBy(
  { services, now }: ClientsReport,
  name: string,
  { lostAt, backAt }: Pick<Moments, "lostAt" | "backAt">,
): ServiceTaken {
  const outages = services
    .filter(({ service }) => service === name)
    .flatMap(({ near, unserved }) => unserved.map((outage) => ({ near, ...outage })))
    .filter(({ to }) => to === undefined || to > lostAt);
  const during = outages.filter(({ from }) => from < backAt);
  const later = outages.filter(({ from }) => from >= backAt);
  const end = (outage: { readonly to?: number }) => outage.to ?? now;
  const [worst] = during.toSorted((a, b) => end(b) - end(a));
  return {
    service: name,
    servedBefore: outages.every(({ from }) => from >= lostAt),
    unservedSeconds: worst === undefined ? 0 : (end(worst) - lostAt) / 1000,
    servedAgain: during.every(({ to }) => to !== undefined && to <= backAt),
    ...(worst === undefined ? {} : { near: worst.near, why: worst.why }),
    unservedAfterReturnSeconds: Math.max(0, ...later.map((outage) => (end(outage) - outage.from) / 1000)),
  };
}
