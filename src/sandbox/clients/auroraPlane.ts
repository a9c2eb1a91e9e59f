import type { World } from "../overlay.ts";
import { hasArrived } from "../overlays/arrival.ts";
import {
  AURORA_LAG_MS,
  clusterWriter,
  type GlobalDatabaseView,
  globalDatabase,
  regionOf,
} from "../overlays/rds/index.ts";
import { type DataPlane, type Located, reaches, TakenAlone, Writers, type Written } from "./dataPlane.ts";
import type { Ledger } from "./ledger.ts";
import { LeftWriters } from "./leftWriters.ts";
import type { ClientStore, Fence } from "./model.ts";

/*
 * What a managed failover does to the old writer: Aurora tries to halt its writes at the storage layer ("write
 * fencing"), says by an event whether it could, and calls it best effort. Where the region cannot be reached nothing can
 * be halted; once it is healthy again Aurora takes it back as a secondary, on a new volume.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html, read November 2026.
 */
const HOW = {
  told: "Aurora's write fence, as soon as the failover was called (best effort, says AWS; modelled as holding)",
  silent: "nothing in its region runs; Aurora takes it back as a secondary when the region is there again",
  open: "its region is out of reach, so that Aurora's write fence does not get there: it goes on taking writes",
  back: "Aurora took it back as a secondary when its region could be reached again (modelled as holding at once)",
} as const;

/** An Aurora global database: one writer, reached by the global endpoint; a failover may leave an old one behind. */
export class AuroraPlane implements DataPlane {
  readonly #account: string;
  readonly #name: string;
  readonly #located: Located;
  readonly #writers = new Writers();
  readonly #left = new LeftWriters(HOW);
  readonly #alone = new TakenAlone();
  #view: GlobalDatabaseView | undefined;
  #begunAt: number | undefined;
  #endedAt: number | undefined;

  constructor(account: string, { name, ranges }: Pick<ClientStore, "name" | "ranges">) {
    this.#account = account;
    this.#located = { account, ranges };
    this.#name = name;
  }

  get writers() {
    return this.#writers.spans;
  }

  get fences(): readonly Fence[] {
    return this.#left.fences;
  }

  observe(world: World, ledger: Ledger): void {
    const view = globalDatabase(world, this.#account, this.#name);
    const isFirst = this.#view === undefined;
    this.#view = view;
    if (view === undefined) return;
    if (isFirst) {
      // What moved before anybody looked is none of theirs.
      this.#begunAt = (view.movement ?? view.lastMovement)?.startedAt;
      this.#endedAt = view.lastMovement?.endsAt;
    }
    this.#alone.observe(world);
    this.#seeBegin(world, view);
    const { movement } = view;
    // A failover begins from what its target has: what the old writer has not carried over by then stays behind.
    const until = movement?.kind === "failover" ? movement.startedAt : Number.POSITIVE_INFINITY;
    ledger.carry((from, to, at) => {
      const due = at + AURORA_LAG_MS;
      return due <= until && hasArrived({ from, to, due }, world);
    });
    this.#seeEnd(view, ledger);
    this.#writers.note(
      view.writer?.region,
      isFirst ? world.clock.now() : (view.lastMovement?.endsAt ?? world.clock.now()),
    );
    this.#left.observe(world, ({ oldWriter, newWriter }) => {
      if (view.writer?.region === newWriter) ledger.rebuild(oldWriter, newWriter);
    });
  }

  write(world: World, from: string): Written {
    const { writer, movement } = this.#view ?? {};
    const open = this.#left.openIn(from, world);
    // Who is cut off together with the old writer still resolves the global endpoint to it.
    if (open !== undefined) {
      open.acknowledgedAfterCut += 1;
      return writer?.region === from ? { region: from } : { region: from, astrayFrom: open.cutAt };
    }
    if (writer === undefined) return { refused: `${this.#name} has no writer` };
    if (movement !== undefined) return { refused: `the writer of ${this.#name} is moving` };
    if (!reaches(world, from, writer.region, this.#located)) {
      return { refused: `the writer of ${this.#name} in ${writer.region} is out of reach from ${from}` };
    }
    const missed = this.#missing(world, writer.region, writer.arn);
    if (missed !== undefined) return { refused: missed };
    this.#alone.note(world, writer.region);
    return { region: writer.region };
  }

  /** Why the cluster that writes does not, although its region is up. */
  #missing(world: World, region: string, cluster: string): string | undefined {
    const service = world.parts.engineIsLost(region, "aurora-postgresql");
    if (service !== undefined) return `${service} of ${region} does not answer`;
    const instance = clusterWriter(world, cluster);
    if (instance === undefined) return undefined;
    if (instance.isMoving) return `another instance of ${this.#name} takes over in ${region}`;
    return world.parts.instanceIsLost({ region, ...instance })
      ? `${instance.identifier}, which writes to ${this.#name}, does not answer`
      : undefined;
  }

  readFrom(): readonly string[] {
    const region = this.#view?.writer?.region;
    return region === undefined ? [] : [region];
  }

  lagMs(): number {
    return AURORA_LAG_MS;
  }

  /** A failover that has just begun: from here on its old writer must not go on. */
  #seeBegin(world: World, { movement, lastMovement }: GlobalDatabaseView): void {
    const begun = movement ?? lastMovement;
    if (begun === undefined || begun.startedAt === this.#begunAt) return;
    this.#begunAt = begun.startedAt;
    if (begun.kind !== "failover") return;
    const from = regionOf(begun.from);
    const failover = { from, to: regionOf(begun.to), startedAt: begun.startedAt };
    this.#left.leave(failover, world, this.#alone.by(from));
  }

  #seeEnd({ lastMovement, members }: GlobalDatabaseView, ledger: Ledger): void {
    if (lastMovement === undefined || lastMovement.endsAt === this.#endedAt) return;
    this.#endedAt = lastMovement.endsAt;
    const to = regionOf(lastMovement.to);
    if (lastMovement.kind === "switchover") {
      ledger.promote(to, lastMovement.startedAt);
      return;
    }
    const fence = this.#left.lastTo(to);
    ledger.promote(to, fence?.cutAt ?? lastMovement.startedAt);
    for (const { region } of members) {
      const stillOut = fence?.at === undefined && fence?.oldWriter === region;
      if (region !== to && !stillOut) ledger.rebuild(region, to);
    }
  }
}
