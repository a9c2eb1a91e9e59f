import type { Environment, Platform } from "../config/index.ts";
import {
  apart,
  compileChoices,
  type Runbook,
  type StoreMove,
  storeFailover,
  storeMoveProblem,
  surplusOf,
  type Told,
  type ToldRunbook,
  zoneEvacuation,
  zoneReturn,
} from "../runbooks/index.ts";
import { regionScope, runbookNames } from "./recoveryScope.ts";
import { zoneScope } from "./regionMachines.ts";
import { restoreChoices } from "./restoreMachines.ts";

/** A runbook of a machine that has several, with what an execution is told to run it. */
export interface ToldMachine extends ToldRunbook {
  /** The same for all that are one machine: `store-us-east-1`. */
  readonly name: string;
  readonly attended: true;
}

/**
 * Characters of the longest definition that is made: AWS takes 1 MB.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html, read November 2026.
 */
export const LONGEST_DEFINITION = 1_000_000;

/**
 * Machines of a region that must be told what is meant: which store is to be written to elsewhere or made anew, which zone
 * is to be left or used again. One for each kind, with every choice of the region in it: what it may call is what its
 * runbooks call, and no word of an input adds to that: the few that reach a call have a form that was looked at.
 */
export function toldMachines(
  platform: Platform,
  environment: Environment,
  region: string,
): readonly ToldMachine[] {
  return allOf(platform, environment, region)
    .filter(({ length }) => length <= LONGEST_DEFINITION)
    .flatMap(({ choices }) => choices);
}

/** Machines that would be longer than AWS takes, and so are not made. */
export function machinesTooLong(platform: Platform, environment: Environment, region: string) {
  return allOf(platform, environment, region).filter(({ length }) => length > LONGEST_DEFINITION);
}

interface MeasuredMachine {
  readonly name: string;
  readonly length: number;
  readonly choices: readonly ToldMachine[];
}

/** An environment is resolved once and never changed; to measure its machines is to compile them. */
const measured = new WeakMap<Environment, Map<string, readonly MeasuredMachine[]>>();

/** The machines of a region with their lengths. */
function allOf(platform: Platform, environment: Environment, region: string): readonly MeasuredMachine[] {
  const byRegion = measured.get(environment) ?? new Map<string, readonly MeasuredMachine[]>();
  measured.set(environment, byRegion);
  const known = byRegion.get(region) ?? measuredIn(platform, environment, region);
  byRegion.set(region, known);
  return known;
}

function measuredIn(
  platform: Platform,
  environment: Environment,
  region: string,
): readonly MeasuredMachine[] {
  const kinds = [
    { name: `store-${region}`, choices: storeChoices(platform, environment, region) },
    { name: `zone-${region}`, choices: zoneChoices(platform, environment, region) },
    { name: `restore-${region}`, choices: restoreChoices(platform, environment, region) },
  ];
  const names = runbookNames(platform, environment, region);
  return kinds
    .filter(({ choices }) => choices.length > 0)
    .map(({ name, choices }) => {
      const made = apart(choices).map((each): ToldMachine => ({ ...each, name, attended: true }));
      const { length } = JSON.stringify(compileChoices(made, names).document);
      return { name, length, choices: made };
    });
}

/**
 * Moves that run in the region: to another instance there, out of it without losing anything, and into it at the price of
 * what is not copied. Those that only look at a table or a bucket are no machine's work.
 */
function storeChoices(platform: Platform, environment: Environment, region: string): readonly ToldRunbook[] {
  return environment.regions.flatMap(({ name: from }) => {
    const scope = regionScope(platform, environment, from);
    const held = [...scope.stores, ...scope.caches].filter(({ regions }) => regions.includes(from));
    return held
      .flatMap((store) => store.regions.flatMap((to) => movesOf(store, to, from)))
      .filter((move) => storeMoveProblem(scope, move) === undefined)
      .flatMap((move) => storeFailover(scope, move).map((runbook) => ({ told: toldOf(move, from), runbook })))
      .filter(({ runbook }) => runbook.runsIn === region && surplusOf(runbook).acts);
  });
}

function movesOf(store: StoreMove["store"], to: string, from: string): readonly StoreMove[] {
  return [{ store, to }, ...(to === from ? [] : [{ store, to, acceptDataLoss: true }])];
}

function toldOf({ store, to, acceptDataLoss = false }: StoreMove, from: string): Told {
  return { store: store.id, from, to, ...(acceptDataLoss ? { acceptDataLoss } : {}) };
}

function zoneChoices(platform: Platform, environment: Environment, region: string): readonly ToldRunbook[] {
  const { zones = [] } = environment.regions.find(({ name }) => name === region) ?? {};
  return zones.flatMap((zone) => {
    const scope = zoneScope(platform, environment, region, zone);
    return [...zoneEvacuation(scope), ...zoneReturn(scope)]
      .filter((runbook: Runbook) => surplusOf(runbook).acts)
      .map((runbook) => ({ told: { runbook: runbook.name, zone }, runbook }));
  });
}
