import type { Environment, Platform } from "../../../config/index.ts";
import type { RegionScope } from "../../../runbooks/index.ts";
import type { ClientsOptions, ClientsReport, RegionEntry, Sandbox } from "../../../sandbox/index.ts";
import { clientsOf, customersSummary } from "../../rehearse/customers.ts";
import type { CustomersSummary } from "../../rehearse/customersResult.ts";

/** What customers write before anything is lost, and go on to write once it is over, seconds on the sandbox's clock. */
const BEFORE_SECONDS = 60;

/** Longer than any resolver keeps an answer. */
const AFTER_SECONDS = 120;

export interface DrillCustomersOptions {
  readonly platform: Platform;
  readonly environment: Environment;
  readonly scope: RegionScope;
  readonly sandbox: Sandbox;
  /** Whether the public names are there to be resolved; without them each customer arrives at the region nearby. */
  readonly names: boolean;
  readonly entries?: Readonly<Record<string, RegionEntry>>;
}

/** The simulated customers of a drill that takes a part of a region. */
export class DrillCustomers {
  readonly #sandbox: Sandbox;
  #lostAt = 0;
  #backAt = Number.POSITIVE_INFINITY;
  #afterRecovery: ClientsReport | undefined;

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Lets them write for a minute, so that there is something to lose. */
  static async begin(options: DrillCustomersOptions): Promise<DrillCustomers> {
    return DrillCustomers.beginWith(options.sandbox, drillClients(options));
  }

  static async beginWith(sandbox: Sandbox, options: ClientsOptions): Promise<DrillCustomers> {
    await sandbox.startClients(options);
    await sandbox.advanceClock(BEFORE_SECONDS);
    return new DrillCustomers(sandbox);
  }

  /** To be called right before the loss. */
  async lose(): Promise<void> {
    this.#lostAt = await this.#now();
  }

  /** To be called when the recovery has ended, before what was lost is given back. */
  async recovered(): Promise<void> {
    await this.#sandbox.advanceClock(AFTER_SECONDS);
    this.#afterRecovery = await this.#sandbox.clients();
  }

  /** To be called right before what was lost is given back. */
  async back(): Promise<void> {
    this.#backAt = await this.#now();
  }

  async end(): Promise<CustomersSummary | undefined> {
    await this.#sandbox.advanceClock(AFTER_SECONDS);
    const report = await this.#sandbox.clients();
    await this.#sandbox.stopClients();
    if (report === undefined) return undefined;
    return customersSummary(report, {
      lostAt: this.#lostAt,
      backAt: this.#backAt,
      afterFailover: this.#afterRecovery,
    });
  }

  async #now(): Promise<number> {
    return Date.parse((await this.#sandbox.status()).now);
  }
}

/** Those who use a store of the scope, near the regions that hold one. */
function drillClients({
  platform,
  environment,
  scope,
  names,
  entries,
}: Omit<DrillCustomersOptions, "sandbox">): ClientsOptions {
  const all = clientsOf(platform, environment, scope);
  const held = new Set(scope.stores.flatMap(({ regions }) => regions));
  return {
    ...all,
    clientRegions: all.clientRegions.filter((region) => held.has(region)),
    services: names ? all.services : all.services.map(({ host: _, ...service }) => service),
    ...(entries === undefined ? {} : { entries }),
  };
}
