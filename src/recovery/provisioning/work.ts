import type { Resource, ResourceGraph } from "../../graph/index.ts";
import { TriremeError } from "../../lib/index.ts";
import type { TimingFigure } from "../timing/figure.ts";
import { figureOf } from "../timing/table.ts";

/** A stack as far as its place in the order goes. A `StackSource` or `SynthesizedStack` is one. */
export interface OrderedStack {
  readonly id: string;
  readonly scope: { readonly kind: "region"; readonly region: string } | { readonly kind: "global" };
  /** Stacks that must stand before this one is begun. Those outside the list count as standing. */
  readonly dependsOn: readonly string[];
}

/** One resource to create. */
export interface Task {
  readonly resource: Resource;
  readonly figure: TimingFigure;
}

/** What is to be done in one stack, with indices in place of ids: the inner loop of the simulation reads it. */
export interface StackWork {
  readonly id: string;
  /** Undefined for a stack that touches global APIs only. */
  readonly region: string | undefined;
  /** Indices of the stacks that it waits for. */
  readonly needs: readonly number[];
  /** Stacks on the longest chain that begins with this one: those with the longest are begun first. */
  readonly chain: number;
  readonly tasks: readonly Task[];
  /** For each task, how many tasks of the same stack it waits for. */
  readonly waitsFor: Int32Array;
  /** Tasks that wait for none, ascending. */
  readonly sources: Int32Array;
  /** `next[nextFrom[i]]` up to `next[nextFrom[i + 1] - 1]`: the tasks that wait for task `i`. */
  readonly nextFrom: Int32Array;
  readonly next: Int32Array;
  /** Where this stack's tasks begin when those of all stacks are numbered through. */
  readonly offset: number;
}

/**
 * Resources of a graph by stack, in the order of the stacks given. Edges between stacks are left out: a stack
 * is begun when all that it depends on is wholly done, which is later.
 *
 * @throws TriremeError `recovery/stack-cycle`, `recovery/resource-cycle`
 */
export function workOf(graph: ResourceGraph, stacks: readonly OrderedStack[]): readonly StackWork[] {
  const index = new Map(stacks.map(({ id }, position) => [id, position]));
  const needs = stacks.map(({ dependsOn }) => dependsOn.flatMap((id) => index.get(id) ?? []));
  const chains = chainLengths(needs, stacks);
  const byStack = Map.groupBy(graph.resources, ({ stack }) => stack);
  let offset = 0;
  return stacks.map(({ id, scope }, position) => {
    const resources = byStack.get(id) ?? [];
    const work: StackWork = {
      id,
      region: scope.kind === "region" ? scope.region : undefined,
      needs: needs[position] ?? [],
      chain: chains[position] ?? 1,
      tasks: resources.map((resource) => ({ resource, figure: figureOf(resource) })),
      ...order(graph, resources),
      offset,
    };
    assertAcyclic(work);
    offset += resources.length;
    return work;
  });
}

type Order = Pick<StackWork, "waitsFor" | "sources" | "nextFrom" | "next">;

function order(graph: ResourceGraph, resources: readonly Resource[]): Order {
  const index = new Map(resources.map(({ id }, position) => [id, position]));
  const waitsFor = new Int32Array(resources.length);
  const followers = resources.map((): number[] => []);
  resources.forEach(({ id }, position) => {
    const needed = new Set(graph.referencesOf(id).flatMap(({ to }) => index.get(to) ?? []));
    needed.delete(position);
    waitsFor[position] = needed.size;
    for (const other of needed) followers[other]?.push(position);
  });
  const nextFrom = new Int32Array(resources.length + 1);
  followers.forEach((list, position) => {
    nextFrom[position + 1] = (nextFrom[position] ?? 0) + list.length;
  });
  const sources = Int32Array.from(waitsFor.keys()).filter((task) => waitsFor[task] === 0);
  return { waitsFor, sources, nextFrom, next: Int32Array.from(followers.flat()) };
}

function assertAcyclic({ id, tasks, waitsFor, nextFrom, next }: StackWork): void {
  const left = Int32Array.from(waitsFor);
  const free = [...left.keys()].filter((task) => left[task] === 0);
  for (const task of free) {
    for (const follower of next.subarray(nextFrom[task], nextFrom[task + 1])) {
      left[follower] = (left[follower] ?? 0) - 1;
      if (left[follower] === 0) free.push(follower);
    }
  }
  if (free.length === tasks.length) return;
  const stuck = tasks.filter((_, task) => (left[task] ?? 0) > 0).map(({ resource }) => resource.address);
  throw new TriremeError(
    `${id}: resources wait for each other in a circle: ${stuck.slice(0, 5).join(", ")}`,
    {
      code: "recovery/resource-cycle",
      fault: "input",
      fix: "Remove one of the references between them.",
    },
  );
}

/** As `trireme deploy` orders them: what has the longest chain behind it goes first. */
function chainLengths(needs: readonly (readonly number[])[], stacks: readonly OrderedStack[]): number[] {
  const behind = needs.map((): number[] => []);
  needs.forEach((list, position) => {
    for (const other of list) behind[other]?.push(position);
  });
  const lengths = new Map<number, number>();
  const open = new Set<number>();
  const length = (position: number): number => {
    const known = lengths.get(position);
    if (known !== undefined) return known;
    if (open.has(position)) {
      throw new TriremeError(`stacks depend on each other in a circle: ${stacks[position]?.id}`, {
        code: "recovery/stack-cycle",
        fault: "input",
        fix: "Remove one of these dependencies.",
      });
    }
    open.add(position);
    const found = 1 + Math.max(0, ...(behind[position] ?? []).map(length));
    lengths.set(position, found);
    return found;
  };
  return needs.map((_, position) => length(position));
}
