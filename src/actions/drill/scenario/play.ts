import { asInScope, type Recoverable, type RegionScope } from "../../../runbooks/index.ts";
import type { FaultEffect, LostPart, RegionEntry } from "../../../sandbox/index.ts";
import { zoneScope } from "../../../stacks/index.ts";
import { regionScope } from "../../recovery/scope.ts";
import { isEmpty, stepSummary } from "../../rehearse/summaries.ts";
import { DRILL_FAULT } from "../../sandbox/giveBack.ts";
import { whyUnplannable } from "../../workbench/plannable.ts";
import { dependencyPart, lostDependency } from "../dependency.ts";
import { noteNotDone } from "../held/draft.ts";
import { regionEntry } from "../held/entry.ts";
import type { Place } from "../held/place.ts";
import type { DrillSubject } from "../prepare.ts";
import { timelineOf } from "../record.ts";
import { storeWithWriter, writerPart } from "../store.ts";
import { regionOfZone } from "../zone.ts";
import { eventText, isRun, LEAVING, type LossEvent, type RunEvent, type Scenario } from "./events.ts";
import { type ScenarioLibrary, scenarioLibrary } from "./library.ts";
import { Outages } from "./outages.ts";
import { ToldRegions } from "./toldRegions.ts";
import { verdictOf } from "./verdict.ts";
import { whyIncomplete } from "./whyIncomplete.ts";

export interface PlayOptions {
  readonly subject: DrillSubject;
  readonly scenario: Scenario;
  /** What is there of the environment's stores: each with the regions that hold it on what was applied. */
  readonly stores: readonly Recoverable[];
  /** Whether the public names are there, and what keeps them away. */
  readonly names: boolean;
  /** @default the library that is shipped */
  readonly library?: ScenarioLibrary;
}

/** Steps in which time goes by while a region that was left is shut: shorter than what its own steps wait. */
const BESIDE_SECONDS = 5;

/** Turns away whoever works in it, and shows itself to those who look. */
const DEGRADED = "is degraded";

/**
 * Plays a scenario on a place that was made: what is lost happens at its moment of the sandbox's clock, in the middle of a
 * runbook's step where it falls there; runbooks are run by one operator, one after another, each at its moment or when the
 * one before has ended.
 */
export async function playScenario(place: Place, options: PlayOptions): Promise<void> {
  await new Play(place, options).run();
}

class Play {
  readonly #place: Place;
  readonly #options: PlayOptions;
  readonly #outages: Outages;
  readonly #told: ToldRegions;
  /** What cannot be asked now, and why: regions that are away, half there or degraded. */
  readonly #impaired = new Map<string, string>();
  /** Calls of any region are struck. */
  #strikesAnywhere = 0;
  #begun = 0;
  #strikes = 0;
  #before: ReadonlyMap<string, string> = new Map();
  /** Runs of runbooks that did not end well, and were not run again to a good end. */
  readonly #unfinished = new Map<string, string>();

  constructor(place: Place, options: PlayOptions) {
    this.#place = place;
    this.#options = options;
    this.#outages = new Outages(place.sandbox);
    this.#told = new ToldRegions({
      place,
      subject: options.subject,
      scopeOf: (region) => this.#scopeOf(region),
      unaskable: () => [...this.#impaired.keys()],
      note: async (what) => {
        const noted = await this.#note({ at: await this.#seconds(), kind: "told" }, what);
        return (why) => this.#ended(noted, what, why);
      },
    });
  }

  async run(): Promise<void> {
    const { scenario } = this.#options;
    const { draft, sandbox } = this.#place;
    const { stores } = this.#options;
    this.#before = await this.#place.writers("afterApply", stores);
    await this.#customersCome();
    await this.#place.beginLoss();
    this.#begun = await sandbox.now();
    draft.events = [];
    const losses = scenario.events.filter((event): event is LossEvent => !isRun(event));
    for (const event of losses) sandbox.at(this.#moment(event.at), () => this.#happen(event));
    const runs = scenario.events.filter(isRun);
    const lastLeaving = runs.findLast(({ runbook }) => LEAVING.has(runbook));
    for (const event of runs) {
      await this.#until(event.at);
      await this.#runBook(event);
      if (event === lastLeaving) await this.#planRecovered(stores);
    }
    await this.#until(this.#lastMoment);
    await this.#end(stores);
  }

  get #firstRegion(): string {
    return this.#options.subject.environment.regions[0]?.name ?? "";
  }

  #moment(at: number): number {
    return this.#begun + at * 1000;
  }

  /** Nothing but the clock is in the way of a moment; what falls due before it happens. */
  async #until(at: number): Promise<void> {
    const { sandbox } = this.#place;
    while (this.#told.areUnderWay && (await sandbox.now()) < this.#moment(at))
      await this.#place.pass(BESIDE_SECONDS);
    await sandbox.advanceTo(this.#moment(at));
    sandbox.throwFailure();
  }

  /** Without names nobody is led anywhere, and nothing keeps them away. */
  #scopeOf(region: string): RegionScope {
    const { subject, names, stores } = this.#options;
    const whole = regionScope(subject.project.platform, subject.environment, region);
    const scope = { ...whole, ...asInScope(stores) };
    if (names) return scope;
    const { latch: _, ...rest } = scope;
    return { ...rest, hosts: [] };
  }

  /** Customers enter a region whose zone is lost by one of its zones, any other as a whole. */
  async #customersCome(): Promise<void> {
    const { subject, scenario } = this.#options;
    const { platform } = subject.project;
    const entries: Record<string, RegionEntry> = {};
    for (const event of scenario.events) {
      if (event.kind !== "zone-lost") continue;
      const region = regionOfZone(subject, event.zone);
      const { balancer } = zoneScope(platform, subject.environment, region, event.zone);
      if (balancer === undefined || region in entries) continue;
      entries[region] = await regionEntry(this.#place.observer.in(region), balancer);
    }
    await this.#place.customersOf(this.#scopeOf(this.#firstRegion), entries);
  }

  async #happen(event: LossEvent): Promise<void> {
    await this.#note(event, eventText(event));
    const { subject } = this.#options;
    const place = this.#place;
    switch (event.kind) {
      case "region-lost":
      case "partition":
        this.#impaired.set(event.region, event.kind === "partition" ? "is cut off" : "is gone");
        await this.#outages.begin(event.region);
        return place.loseRegion(event.region, event.kind === "partition" ? "partitioned" : "gone");
      case "region-returns":
        await this.#outages.end(event.region);
        if (event.as === "half") {
          this.#impaired.set(event.region, "is back half way");
          return place.loseRegion(event.region, "control-plane-gone");
        }
        this.#impaired.delete(event.region);
        return place.returnRegion(event.region);
      case "region-degrades": {
        const effect = degradedBy(event.with ?? "errors");
        this.#impaired.set(event.region, DEGRADED);
        return this.#strike(event, { region: event.region, plane: "control" }, effect, () => {
          if (this.#impaired.get(event.region) === DEGRADED) this.#impaired.delete(event.region);
        });
      }
      case "writer-lost":
        return this.#losePart(event, await this.#writerNow(event.store));
      case "zone-lost":
        return this.#losePart(event, {
          kind: "zone",
          region: regionOfZone(subject, event.zone),
          zone: event.zone,
        });
      case "dependency-fails":
        return this.#losePart(event, dependencyPart(lostDependency(subject, event)));
      case "throttle":
      case "latency": {
        const { region, service } = event;
        const match = {
          ...(region === undefined ? {} : { region }),
          ...(service === undefined ? {} : { service }),
        };
        const effect: FaultEffect =
          event.kind === "throttle"
            ? { kind: "throttle" }
            : { kind: "delay", seconds: event.milliseconds / 1000 };
        const lasting = event.kind === "throttle" && event.times === undefined ? 1 : 0;
        this.#strikesAnywhere += lasting;
        return this.#strike(event, match, effect, () => {
          this.#strikesAnywhere -= lasting;
        });
      }
    }
  }

  async #strike(
    event: Extract<LossEvent, { kind: "region-degrades" | "throttle" | "latency" }>,
    match: Parameters<Place["strike"]>[0]["match"],
    effect: FaultEffect,
    ended: () => void,
  ): Promise<void> {
    this.#strikes += 1;
    const id = `${DRILL_FAULT}${this.#strikes}`;
    const times = event.kind === "throttle" ? event.times : undefined;
    // Who only looks at what becomes of it is not struck.
    const sparing = { ...match, sparing: "sandbox" } as const;
    await this.#place.strike({ id, match: sparing, effect, ...(times === undefined ? {} : { times }) });
    this.#after(event, async () => {
      await this.#place.endStrike(id);
      ended();
    });
  }

  async #losePart(event: LossEvent, part: LostPart | undefined): Promise<void> {
    if (part === undefined) {
      noteNotDone(this.#place.draft, {
        code: "nothing-writes",
        what: eventText(event),
        why: "nothing that can be asked writes to it then",
        fix: "Put it at another moment.",
      });
      return;
    }
    await this.#place.losePart(part);
    this.#after(event, () => this.#place.returnPart(part));
  }

  /** What lasts for a while ends by itself. */
  #after(event: LossEvent, end: () => Promise<void>): void {
    if (!("seconds" in event) || event.seconds === undefined) return;
    this.#place.sandbox.at(this.#moment(event.at + event.seconds), async () => {
      await this.#note({ ...event, at: event.at + (event.seconds ?? 0) }, `over: ${eventText(event)}`);
      await end();
    });
  }

  async #writerNow(store: string): Promise<LostPart | undefined> {
    const found = storeWithWriter(this.#options.subject, store);
    const writers = await this.#holders([found]);
    const region = writers.get(found.id) ?? "";
    if (!found.regions.includes(region) || this.#impaired.has(region)) return undefined;
    return writerPart(this.#place.observer, found, region);
  }

  get #unaskable(): readonly string[] {
    return [...this.#impaired].flatMap(([region, why]) => (why === DEGRADED ? [] : [region]));
  }

  /** Who writes now. Nothing is known of a store that nobody who could be asked knows of. */
  #holders(stores: readonly Recoverable[]): Promise<ReadonlyMap<string, string>> {
    return this.#place.writersNow(stores, this.#unaskable);
  }

  async #runBook(event: RunEvent): Promise<void> {
    const place = this.#place;
    const { subject, library = scenarioLibrary } = this.#options;
    const holders = await this.#holders(this.#options.stores);
    const runbooks = library(event, {
      subject,
      scopeOf: (region) => this.#scopeOf(region),
      before: this.#before,
      holders,
      writtenIn: (region) =>
        asInScope(this.#options.stores).stores.filter(
          ({ id }) => (holders.get(id) ?? this.#before.get(id)) === region,
        ),
    });
    const { answer: _, ...asked } = event;
    const text = eventText(event);
    const noted = await this.#note(event, text);
    if (runbooks.length === 0) {
      this.#outcome(noted, "nothing to do");
      return;
    }
    const which = LEAVING.has(event.runbook) ? "failover" : "failback";
    if (event.runbook === "regional-failover") await this.#told.watch();
    const result = await place.run(which, text, runbooks, event.answer ?? "yes");
    place.sandbox.throwFailure();
    const { modelledSeconds } = stepSummary(result);
    const began = place.draft.events?.[noted]?.began ?? 0;
    place.draft.timeline = [
      ...place.draft.timeline,
      ...timelineOf(result).map((step) => ({ ...step, start: step.start + began, end: step.end + began })),
    ];
    place.draft.took = { ...place.draft.took, [which]: modelledSeconds };
    this.#ended(noted, eventText(asked), whyIncomplete(result));
  }

  /** A run was completed, or not and why; the same one run again to a good end is not unfinished any more. */
  #ended(noted: number, what: string, why: string | undefined): void {
    this.#outcome(noted, why === undefined ? "completed" : `not completed: ${why}`);
    if (why === undefined) this.#unfinished.delete(what);
    else this.#unfinished.set(what, why);
  }

  /** The place of the event in the record. */
  async #note(event: { readonly at: number; readonly kind: string }, what: string): Promise<number> {
    const { draft } = this.#place;
    const began = await this.#seconds();
    draft.events = [
      ...(draft.events ?? []),
      { at: event.at, began: Math.max(0, began), kind: event.kind, what },
    ];
    this.#place.tell(`  ${began.toFixed(0)} s  ${what}`);
    return draft.events.length - 1;
  }

  /** Since the scenario began, on the sandbox's clock. */
  async #seconds(): Promise<number> {
    return ((await this.#place.sandbox.now()) - this.#begun) / 1000;
  }

  #outcome(noted: number, outcome: string): void {
    const { draft } = this.#place;
    draft.events = (draft.events ?? []).map((event, index) =>
      index === noted ? { ...event, outcome } : event,
    );
  }

  /** Terraform has nothing to do wherever it can look while what was lost is away. */
  async #planRecovered(stores: readonly Recoverable[]): Promise<void> {
    if (this.#strikesAnywhere > 0) {
      noteNotDone(this.#place.draft, {
        code: "drill-plan-struck",
        what: "planning after the last runbook that leaves something",
        why: "calls are throttled everywhere then, Terraform's as well",
        fix: "Give the throttling fewer seconds.",
      });
      return;
    }
    // While a region is shut its plan says so; nobody applies until it is open again.
    await this.#told.join();
    await this.#place.failedOver();
    await this.#place.writers("afterFailover", stores, this.#unaskable);
    const plan = await this.#place.plan(
      "planAfterFailover",
      "Planning what can be planned now: nothing may be left to do",
      (stack) => {
        for (const [region, why] of this.#impaired) {
          if (whyUnplannable(stack, region) !== undefined) return `it needs ${region}, which ${why}`;
        }
        return undefined;
      },
    );
    if (isEmpty(plan)) return;
    noteNotDone(this.#place.draft, {
      code: "plan-not-empty",
      what: "leaving Terraform nothing to do with the writers elsewhere",
      why: `${plan.add} to add, ${plan.change} to change, ${plan.replace} to replace, ${plan.destroy} to destroy`,
      fix: "See planAfterFailover.",
    });
  }

  async #end(stores: readonly Recoverable[]): Promise<void> {
    const place = this.#place;
    await this.#told.end();
    const left = [...this.#impaired].map(([region, why]) => `${region} ${why}`);
    if (left.length > 0)
      await this.#note({ at: this.#lastMoment, kind: "end" }, `given back: ${left.join(", ")}`);
    for (const region of this.#impaired.keys()) await this.#outages.end(region);
    await place.restore();
    await place.endCustomers();
    place.draft.calls = await this.#outages.calls();
    await place.writers("afterFailback", stores);
    await place.plan("planAfterFailback", "Planning a last time: nothing may be left to do");
    for (const [what, why] of this.#unfinished) {
      noteNotDone(place.draft, {
        code: "runbook-incomplete",
        what,
        why,
        fix: "See the step that was not confirmed; run the runbook again, later in the scenario.",
      });
    }
    place.draft.verdict = verdictOf(place.draft, this.#outages.any);
  }

  get #lastMoment(): number {
    return Math.max(...this.#options.scenario.events.map(endOf));
  }
}

function endOf(event: Scenario["events"][number]): number {
  return event.at + ("seconds" in event ? (event.seconds ?? 0) : 0);
}

function degradedBy(how: "errors" | "throttling" | "no-answer"): FaultEffect {
  if (how === "throttling") return { kind: "throttle" };
  if (how === "no-answer") return { kind: "reset" };
  return { kind: "error", status: 503, code: "ServiceUnavailable" };
}
