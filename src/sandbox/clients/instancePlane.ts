import type { World } from "../overlay.ts";
import { hasArrived } from "../overlays/arrival.ts";
import { isShut } from "../overlays/ec2/index.ts";
import { databaseInstancesOf, instanceArn, REPLICA_LAG_MS, regionOf } from "../overlays/rds/index.ts";
import {
  type DataPlane,
  type Located,
  type OpenFence,
  reaches,
  TakenAlone,
  Writers,
  type Written,
} from "./dataPlane.ts";
import type { Ledger } from "./ledger.ts";
import type { ClientStore, Fence } from "./model.ts";

/*
 * A promoted copy is an instance of its own. Nothing stops its source: when that is there again, it takes writes as well.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html, read November 2026.
 */
const HOW = {
  silent: "nothing in its region runs; RDS does not stop it, so it takes writes again as soon as it is back",
  never:
    "RDS does not stop the source of a copy that is promoted: it takes writes until people rebuild it as a copy",
  shut: "its subnets turn everybody away, until it is stopped",
  stopped: "it was stopped, and keeps what it has; RDS starts it again after seven days",
  rebuilt: "it was rebuilt as a copy of the instance that took over",
} as const;

/** RDS instances with copies in other regions. Each has a name of its own; an application goes on with what took its last write. */
export class InstancePlane implements DataPlane {
  readonly #located: Located;
  readonly #arns: ReadonlyMap<string, string>;
  readonly #writers = new Writers();
  readonly #fences: OpenFence[] = [];
  readonly #alone = new TakenAlone();
  /** Region of an application to the region of the instance that took its last write. */
  readonly #lastUsed = new Map<string, string>();
  /** Region whose data count: of the instance that was promoted last. */
  #leader: string | undefined;

  constructor(account: string, { members, ranges }: Pick<ClientStore, "members" | "ranges">) {
    this.#located = { account, ranges };
    this.#arns = new Map(
      Object.entries(members).map(([region, name]) => [region, instanceArn(account, region, name)]),
    );
  }

  get writers() {
    return this.#writers.spans;
  }

  get fences(): readonly Fence[] {
    return this.#fences;
  }

  observe(world: World, ledger: Ledger): void {
    const now = world.clock.now();
    if (this.#leader === undefined) {
      this.#leader = [...this.#arns.keys()].find((region) => this.#takesWrites(world, region));
      this.#writers.note(this.#leader, now);
    }
    this.#alone.observe(world);
    ledger.carry((from, to, at) => this.#hasReached(world, from, to, at));
    for (const region of this.#arns.keys()) {
      const promoted = this.#find(world, region)?.promoted;
      if (promoted === undefined || regionOf(promoted.source) !== this.#leader || region === this.#leader)
        continue;
      this.#follow(world, ledger, { from: this.#leader, to: region, endedAt: promoted.endedAt });
    }
    for (const fence of this.#fences) this.#look(world, ledger, fence);
  }

  write(world: World, from: string): Written {
    const known = [this.#lastUsed.get(from), this.#leader, ...this.#arns.keys()];
    const takers = [...new Set(known.filter((region) => region !== undefined))].filter(
      (region) => this.#takesWrites(world, region) && reaches(world, from, region, this.#located),
    );
    const [region] = takers;
    if (region === undefined) return { refused: `no instance that takes writes is in reach of ${from}` };
    this.#lastUsed.set(from, region);
    const fence = this.#fences.findLast(({ at, oldWriter }) => at === undefined && oldWriter === region);
    if (region !== this.#leader && fence !== undefined) {
      fence.acknowledgedAfterCut += 1;
      return { region, astrayFrom: fence.cutAt };
    }
    this.#alone.note(world, region);
    return { region };
  }

  readFrom(): readonly string[] {
    return this.#leader === undefined ? [] : [this.#leader];
  }

  lagMs(): number {
    return REPLICA_LAG_MS;
  }

  #find(world: World, region: string) {
    const arn = this.#arns.get(region);
    return arn === undefined ? undefined : databaseInstancesOf(world).find(arn, world);
  }

  #takesWrites(world: World, region: string): boolean {
    const found = this.#find(world, region);
    return (
      found !== undefined &&
      found.source === undefined &&
      found.movingZone === undefined &&
      !found.stopped &&
      !isShut(world, found.arn) &&
      !world.parts.instanceIsLost(found) &&
      world.parts.engineIsLost(region, "rds-postgresql") === undefined &&
      !world.isGone(region)
    );
  }

  /** A copy that is being promoted takes nothing more over. */
  #hasReached(world: World, from: string, to: string, at: number): boolean {
    const copy = this.#find(world, to);
    if (copy?.source === undefined || regionOf(copy.source) !== from) return false;
    const due = at + REPLICA_LAG_MS;
    return (
      due <= (copy.promoting?.startedAt ?? Number.POSITIVE_INFINITY) && hasArrived({ from, to, due }, world)
    );
  }

  #follow(
    world: World,
    ledger: Ledger,
    { from, to, endedAt }: { readonly from: string; readonly to: string; readonly endedAt: number },
  ): void {
    const lost = world.isLost(from);
    const cutAt = lost ? Math.min(world.regionChangedAt(from) ?? endedAt, endedAt) : endedAt;
    ledger.promote(to, cutAt);
    this.#leader = to;
    this.#writers.note(to, endedAt);
    this.#fences.push({
      oldWriter: from,
      newWriter: to,
      cutAt,
      at: undefined,
      how: world.isGone(from) ? HOW.silent : HOW.never,
      acknowledgedAfterCut: this.#alone.by(from),
    });
  }

  #look(world: World, ledger: Ledger, fence: OpenFence): void {
    if (fence.how === HOW.rebuilt || world.isGone(fence.oldWriter)) return;
    const old = this.#find(world, fence.oldWriter);
    const copies = old?.source !== undefined && regionOf(old.source) === fence.newWriter;
    if (copies) {
      fence.at ??= world.clock.now();
      fence.how = HOW.rebuilt;
      ledger.rebuild(fence.oldWriter, fence.newWriter);
    } else if (old?.stopped === true) {
      fence.at ??= world.clock.now();
      fence.how = HOW.stopped;
    } else if (old !== undefined && isShut(world, old.arn)) {
      fence.at ??= world.clock.now();
      fence.how = HOW.shut;
    } else {
      // One that was started again is fenced by nothing.
      fence.at = undefined;
      fence.how = HOW.never;
    }
  }
}
