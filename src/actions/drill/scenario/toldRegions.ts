import { StateMachines } from "../../../aws/index.ts";
import { systemClock } from "../../../lib/index.ts";
import { fencedStores, oldWriterShut, type RegionScope } from "../../../runbooks/index.ts";
import { leftRegions, recoveryMachineIn } from "../../../stacks/index.ts";
import type { Place } from "../held/place.ts";
import type { DrillSubject } from "../prepare.ts";
import { whyIncomplete } from "./whyIncomplete.ts";

/** Seconds of the sandbox's clock between two looks at what a region has begun. */
const LOOK_SECONDS = 10;

export interface ToldSurroundings {
  readonly place: Place;
  readonly subject: DrillSubject;
  readonly scopeOf: (region: string) => RegionScope;
  /** Regions that cannot be asked now. */
  readonly unaskable: () => readonly string[];
  /** Notes that it begins; answers what notes that it was completed, or why not. */
  readonly note: (what: string) => Promise<(why: string | undefined) => void>;
}

/**
 * Regions that hear that a failover has left them, and what they do then. On AWS a rule begins a state machine of the
 * region; an emulated AWS shows that it was begun, and runs none, so its runbook is run here, beside whatever else goes on
 * and on the same clock.
 */
export class ToldRegions {
  readonly #about: ToldSurroundings;
  /** Those that may hear it. */
  readonly #left: ReturnType<typeof leftRegions>;
  readonly #begun = new Set<string>();
  readonly #going = new Set<Promise<void>>();
  #watching = false;

  constructor(about: ToldSurroundings) {
    this.#about = about;
    const { project, environment } = about.subject;
    this.#left = leftRegions({ platform: project.platform, environment });
  }

  get areUnderWay(): boolean {
    return this.#going.size > 0;
  }

  /** From now on looks every some seconds of the sandbox's clock, whoever moves it, until `end`. */
  async watch(): Promise<void> {
    if (this.#watching) return;
    this.#watching = true;
    await this.#again();
  }

  /** Waits for what has begun. */
  async join(): Promise<void> {
    await Promise.all(this.#going);
  }

  async end(): Promise<void> {
    this.#watching = false;
    await this.join();
  }

  async #again(): Promise<void> {
    const { sandbox } = this.#about.place;
    const next = (await sandbox.now()) + LOOK_SECONDS * 1000;
    sandbox.at(next, async () => {
      if (!this.#watching) return;
      await this.#look();
      await this.#again();
    });
  }

  async #look(): Promise<void> {
    const { place, subject, unaskable } = this.#about;
    const { platform } = subject.project;
    const { environment } = subject;
    const away = unaskable();
    for (const { region, machine } of this.#left) {
      if (this.#begun.has(region) || away.includes(region)) continue;
      const machines = new StateMachines(place.observer.in(region).plain, systemClock);
      const arn = recoveryMachineIn(platform, environment, { machine, region });
      // Where only a part of the environment was made it may not be there: nothing is begun then.
      const executions = await machines.running(arn).catch(() => []);
      if (executions.length > 0) await this.#begin(region);
    }
  }

  async #begin(region: string): Promise<void> {
    const { place, scopeOf, note } = this.#about;
    const scope = scopeOf(region);
    const stores = fencedStores(scope);
    if (scope.shutter === undefined || stores.length === 0) return;
    this.#begun.add(region);
    const runbook = oldWriterShut(scope, scope.shutter, stores);
    const ended = await note(`${region} hears that it was left, and begins ${runbook.name}`);
    const run = place.beside([runbook]).then(
      (result) => ended(whyIncomplete(result)),
      (error: unknown) => ended(error instanceof Error ? error.message : String(error)),
    );
    this.#going.add(run);
    void run.finally(() => this.#going.delete(run));
  }
}
