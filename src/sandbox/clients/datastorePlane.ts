import type { World } from "../overlay.ts";
import { hasArrived } from "../overlays/arrival.ts";
import {
  CACHE_LAG_MS,
  type GlobalCacheView,
  globalCacheWith,
  NODE_LAG_MS,
  type PrimaryNodeView,
  primaryNode,
} from "../overlays/elasticache/index.ts";
import { type DataPlane, type Located, reaches, TakenAlone, Writers, type Written } from "./dataPlane.ts";
import type { Ledger } from "./ledger.ts";
import { LeftWriters } from "./leftWriters.ts";
import type { ClientStore, Fence } from "./model.ts";

/*
 * After FailoverGlobalReplicationGroup all other members are secondaries, which take no writes. Nothing is said of a
 * primary that cannot be reached meanwhile.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_FailoverGlobalReplicationGroup.html, read November 2026.
 */
const HOW = {
  told: "its member takes no writes from when the failover is called (AWS says that it becomes a secondary, not when; modelled as at once)",
  silent:
    "nothing in its region runs; ElastiCache takes its member back as a secondary when the region is there again",
  open: "its region is out of reach, so that nobody tells its member: it goes on taking writes",
  back: "its member became a secondary when its region could be reached again, and is filled anew (modelled as at once)",
} as const;

/** The node that writes in a region, and since when it can no more. */
interface Node {
  readonly identifier: string;
  readonly cutAt: number | undefined;
}

/**
 * A Redis that keeps what is written to it: a Global Datastore, or one group where the environment has no other region.
 * An application asks the members which of them writes, its own region's first (ADR 23).
 */
export class DatastorePlane implements DataPlane {
  readonly #account: string;
  readonly #id: string;
  readonly #located: Located;
  readonly #groups: ClientStore["members"];
  readonly #writers = new Writers();
  readonly #left = new LeftWriters(HOW);
  readonly #alone = new TakenAlone();
  /** Members that were passed over and are not filled again. */
  readonly #stale = new Set<string>();
  /** Of those: what still holds what was given up with it. */
  readonly #following = new Set<string>();
  #view: GlobalCacheView | undefined;
  #node: Node | undefined;
  #seen = false;
  #begunAt: number | undefined;
  #endedAt: number | undefined;

  constructor(account: string, { id, members, ranges }: Pick<ClientStore, "id" | "members" | "ranges">) {
    this.#account = account;
    this.#located = { account, ranges };
    this.#id = id;
    this.#groups = members;
  }

  get writers() {
    return this.#writers.spans;
  }

  get fences(): readonly Fence[] {
    return this.#left.fences;
  }

  observe(world: World, ledger: Ledger): void {
    const view = globalCacheWith(world, this.#account, this.#groups);
    this.#view = view;
    if (!this.#seen) {
      // What moved before anybody looked is none of theirs.
      this.#begunAt = (view?.movement ?? view?.lastMovement)?.startedAt;
      this.#endedAt = view?.lastMovement?.endsAt;
    }
    this.#alone.observe(world);
    this.#seeBegin(world);
    this.#seeFilled(ledger);
    // Only what had left by then was sent on: by a primary that is told to stop, and by a node that is gone.
    const last = view?.lastMovement?.endsAt === this.#endedAt ? undefined : view?.lastMovement;
    const until = Math.min(
      (view?.movement ?? last)?.startedAt ?? Number.POSITIVE_INFINITY,
      this.#node?.cutAt ?? Number.POSITIVE_INFINITY,
    );
    ledger.carry((from, to, at) => {
      const due = at + CACHE_LAG_MS;
      if (this.#stale.has(from) || this.#stale.has(to) || due > until) return false;
      return hasArrived({ from, to, due }, world);
    });
    const ended = this.#seeEnd(ledger);
    this.#seeNode(world, ledger);
    this.#writers.note(this.#primary, ended ?? world.clock.now());
    this.#left.observe(world);
    for (const region of this.#following) {
      if (!world.isLost(region) && this.#following.delete(region)) ledger.discard(region);
    }
    this.#seen = true;
  }

  write(world: World, from: string): Written {
    const open = this.#left.openIn(from, world);
    const primary = this.#primary;
    // Its own member is the only one in reach, and says that it writes.
    if (open !== undefined) {
      open.acknowledgedAfterCut += 1;
      return primary === from ? { region: from } : { region: from, astrayFrom: open.cutAt };
    }
    if (primary === undefined) return { refused: `no member of ${this.#id} writes` };
    if (this.#view?.movement !== undefined) return { refused: `the primary of ${this.#id} is moving` };
    if (!reaches(world, from, primary, this.#located)) {
      return { refused: `the primary of ${this.#id} in ${primary} is out of reach from ${from}` };
    }
    const service = world.parts.engineIsLost(primary, "redis");
    if (service !== undefined) return { refused: `${service} of ${primary} does not answer` };
    const node = this.#nodeIn(world, primary);
    if (node !== undefined) {
      if (node.leavingSince !== undefined)
        return { refused: `another node of ${this.#id} takes over in ${primary}` };
      if (world.parts.instanceIsLost({ region: primary, ...node }))
        return { refused: `${node.identifier}, which writes to ${this.#id}, does not answer` };
    }
    this.#alone.note(world, primary);
    return { region: primary };
  }

  readFrom(): readonly string[] {
    return this.#primary === undefined ? [] : [this.#primary];
  }

  lagMs(): number {
    return Object.keys(this.#groups).length > 1 ? CACHE_LAG_MS : NODE_LAG_MS;
  }

  /** A group that is a member of nothing writes alone. */
  get #primary(): string | undefined {
    if (this.#view === undefined) return Object.keys(this.#groups)[0];
    return this.#view.members.find(({ isPrimary }) => isPrimary)?.region;
  }

  #nodeIn(world: World, region: string): PrimaryNodeView | undefined {
    const groupId = this.#groups[region];
    return groupId === undefined ? undefined : primaryNode(world, this.#account, { region, groupId });
  }

  #seeBegin(world: World): void {
    const begun = this.#view?.movement ?? this.#view?.lastMovement;
    if (begun === undefined || begun.startedAt === this.#begunAt) return;
    this.#begunAt = begun.startedAt;
    const { from, to, startedAt } = begun;
    this.#left.leave({ from: from.region, to: to.region, startedAt }, world, this.#alone.by(from.region));
  }

  /** When a failover came to its end that was not seen to end before. */
  #seeEnd(ledger: Ledger): number | undefined {
    const ended = this.#view?.lastMovement;
    if (ended === undefined || ended.endsAt === this.#endedAt) return undefined;
    this.#endedAt = ended.endsAt;
    const to = ended.to.region;
    const { cutAt = ended.startedAt } = this.#left.lastTo(to) ?? {};
    // A node that was gone before took nothing until then.
    ledger.promote(to, Math.min(cutAt, this.#node?.cutAt ?? cutAt));
    this.#node = undefined;
    this.#stale.delete(to);
    this.#following.delete(to);
    for (const { region } of this.#view?.members ?? []) {
      if (region === to) continue;
      this.#stale.add(region);
      this.#following.add(region);
    }
    return ended.endsAt;
  }

  /** A failover takes its target as it is: nothing is sent to it while the primary moves. */
  #seeFilled(ledger: Ledger): void {
    const primary = this.#primary;
    if (primary === undefined || this.#view?.movement !== undefined) return;
    for (const { region, inStep } of this.#view?.members ?? [])
      if (inStep && region !== primary && this.#stale.delete(region)) ledger.rebuild(region, primary);
  }

  /** The node that writes in the primary's region: what it had not sent to its replicas is lost with it. */
  #seeNode(world: World, ledger: Ledger): void {
    const region = this.#primary;
    const now = region === undefined ? undefined : this.#nodeIn(world, region);
    if (region === undefined || now === undefined) return;
    const before = this.#node;
    if (before !== undefined && before.identifier !== now.identifier) {
      const cutAt = before.cutAt ?? world.clock.now();
      ledger.forget(region, cutAt - NODE_LAG_MS, cutAt);
    }
    const lostAt = world.isLost(region)
      ? undefined
      : world.parts.instanceLostSince({ region, identifier: now.identifier, zone: now.zone });
    const moments = [lostAt, now.leavingSince].filter((at) => at !== undefined);
    const cutAt = moments.length === 0 ? undefined : Math.min(...moments);
    this.#node = { identifier: now.identifier, cutAt };
  }
}
