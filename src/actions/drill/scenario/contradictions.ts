import { InputError, type InputProblem } from "../../../lib/index.ts";
import { lostDependency } from "../dependency.ts";
import type { DrillSubject } from "../prepare.ts";
import { moveOf, storeWithWriter } from "../store.ts";
import { regionOfZone } from "../zone.ts";
import { isRun, type RunEvent, type Scenario, type ScenarioEvent } from "./events.ts";
import type { ReadScenario } from "./read.ts";

/** `half`: what runs in it goes on, nothing can be changed. `cut-off`: partitioned. */
type RegionState = "lost" | "half" | "cut-off" | "degraded";

/** What is wrong with a scenario for one environment: names that it has not, and events that cannot follow on each other. */
export function scenarioProblems(
  { scenario, where }: Pick<ReadScenario, "scenario" | "where">,
  subject: DrillSubject,
): readonly InputProblem[] {
  const unknown = scenario.events.flatMap((event, index) =>
    unknownNames(event, subject).map(({ where: key, ...problem }) => ({
      ...problem,
      where: where("events", index, key),
    })),
  );
  // What stands on names that there are not would be said twice.
  return unknown.length > 0 ? unknown : new Course(scenario, where, subject).problems();
}

function unknownNames(event: ScenarioEvent, subject: DrillSubject): readonly InputProblem[] {
  const { environment } = subject;
  const regions = environment.regions.map(({ name }) => name);
  const problems: InputProblem[] = [];
  const asked = (key: string, ask: () => unknown) => {
    try {
      ask();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, where: key })));
    }
  };
  if ("region" in event && event.region !== undefined && !regions.includes(event.region)) {
    problems.push({
      code: "scenario/unknown-region",
      where: "region",
      given: event.region,
      wanted: `a region of ${environment.name}: ${regions.join(", ")}`,
      fix: "Name one of them.",
    });
    return problems;
  }
  if ("zone" in event) asked("zone", () => regionOfZone(subject, event.zone));
  if (event.kind === "writer-lost") asked("store", () => storeWithWriter(subject, event.store));
  if (event.kind === "dependency-fails") asked("dependency", () => lostDependency(subject, event));
  if (isRun(event) && event.runbook === "store-failover") {
    asked(event.to === undefined ? "store" : "to", () => moveOf(subject, moveWanted(event)));
  }
  return problems;
}

export function moveWanted({ store, to }: Extract<RunEvent, { runbook: "store-failover" }>) {
  return { store, ...(to === undefined ? {} : { to }) };
}

/** The events one after another, as far as they bear on what may follow. */
class Course {
  readonly #events: Scenario["events"];
  readonly #where: ReadScenario["where"];
  readonly #subject: DrillSubject;
  readonly #states = new Map<string, RegionState>();
  readonly #everTaken = new Set<string>();
  readonly #problems: InputProblem[] = [];
  #index = 0;

  constructor({ events }: Scenario, where: ReadScenario["where"], subject: DrillSubject) {
    this.#events = events;
    this.#where = where;
    this.#subject = subject;
  }

  problems(): readonly InputProblem[] {
    let last = 0;
    for (const [index, event] of this.#events.entries()) {
      this.#index = index;
      if (event.at < last) {
        this.#problem("scenario/order", "at", `${event.at}`, {
          wanted: `a moment not before ${last}, that of the event above it`,
          fix: "Put the events in the order in which they happen.",
        });
      }
      last = Math.max(last, event.at);
      if (isRun(event)) this.#run(event);
      else this.#happens(event);
    }
    if (this.#everTaken.size === 0 && this.#problems.length === 0) {
      this.#index = 0;
      this.#problem("scenario/nothing-lost", undefined, "runs of runbooks alone", {
        wanted: "something that is lost, fails or slows down",
        fix: "Say what goes wrong, or run the runbook by itself: trireme runbook run.",
      });
    }
    return this.#problems;
  }

  #happens(event: Exclude<ScenarioEvent, RunEvent>): void {
    switch (event.kind) {
      case "region-lost":
      case "partition":
        this.#takeRegion(event.region, event.kind === "partition" ? "cut-off" : "lost");
        return;
      case "region-returns":
        this.#returnRegion(event.region, event.as ?? "full");
        return;
      case "region-degrades":
        if (this.#mustBeThere("region", event.region)) this.#states.set(event.region, "degraded");
        this.#everTaken.add(event.region);
        return;
      case "writer-lost":
        // Who writes then is seen when it happens.
        this.#everTaken.add(event.store);
        return;
      case "zone-lost": {
        const region = regionOfZone(this.#subject, event.zone);
        this.#everTaken.add(region);
        this.#mustBeThere("zone", region);
        return;
      }
      case "dependency-fails":
        this.#everTaken.add(event.dependency);
        this.#mustBeThere("region", event.region);
        return;
      case "throttle":
      case "latency":
        this.#everTaken.add(event.kind);
    }
  }

  #takeRegion(region: string, state: "lost" | "cut-off"): void {
    const before = this.#states.get(region);
    if (before === "lost" || before === "cut-off") {
      this.#problem("scenario/lost-twice", "region", region, {
        wanted: `a region that is there: ${region} is ${before} since before`,
        fix: "Let it return first, or leave one of the two out.",
      });
      return;
    }
    this.#states.set(region, state);
    this.#everTaken.add(region);
    const home = this.#homeOf(region);
    const gone = ({ name }: { readonly name: string }) => this.#isAway(name);
    const others = this.#subject.environment.regions.filter((each) => each.home === home);
    if (others.every(gone)) {
      this.#problem("scenario/home-lost", "region", region, {
        wanted: `a region of ${home} that is left: ${others.map(({ name }) => name).join(", ")} are all away then`,
        fix: "Let one return before the next is lost: nobody can take over what no other region may hold.",
      });
    }
  }

  #returnRegion(region: string, how: "full" | "half"): void {
    const before = this.#states.get(region);
    if (before === undefined || before === "degraded") {
      this.#problem("scenario/never-lost", "region", region, {
        wanted: "a region that is lost or cut off by an event before",
        fix:
          before === "degraded"
            ? "A degraded region ends by the seconds of its event: give it some."
            : "Lose it first, or leave its return out.",
      });
    } else if (how === "half" && before !== "lost") {
      this.#problem("scenario/half-of-what", "as", "half", {
        wanted: `a region that is lost: ${region} is ${before}, and all that runs in it goes on`,
        fix: "Let it return in full.",
      });
    } else if (how === "half") this.#states.set(region, "half");
    else this.#states.delete(region);
  }

  #run(event: RunEvent): void {
    if (event.runbook === "regional-failover") {
      if (this.#everTaken.has(event.region)) return;
      this.#problem("scenario/failover-of-nothing", "region", event.region, {
        wanted: "a region of which something was taken by an event before",
        fix: `Lose it before, or send its customers elsewhere: runbook: traffic-shift.`,
      });
      return;
    }
    if (event.runbook === "zone-evacuation" || event.runbook === "zone-return") {
      this.#mustBeThere("zone", regionOfZone(this.#subject, event.zone));
    } else if ("region" in event) this.#mustBeThere("region", event.region);
  }

  /** False for a region that is lost or cut off. */
  #mustBeThere(key: "region" | "zone", region: string): boolean {
    if (!this.#isAway(region)) return true;
    const state = this.#states.get(region);
    this.#problem("scenario/region-away", key, region, {
      wanted: `a region that is there: ${region} is ${state} then`,
      fix: "Put it before the loss, or after the return.",
    });
    return false;
  }

  #isAway(region: string): boolean {
    const state = this.#states.get(region);
    return state === "lost" || state === "cut-off";
  }

  #homeOf(region: string): string | undefined {
    return this.#subject.environment.regions.find(({ name }) => name === region)?.home;
  }

  #problem(
    code: string,
    key: string | undefined,
    given: string,
    rest: Pick<InputProblem, "wanted" | "fix">,
  ): void {
    const where = key === undefined ? this.#where("events") : this.#where("events", this.#index, key);
    this.#problems.push({ code, where, given, ...rest });
  }
}
