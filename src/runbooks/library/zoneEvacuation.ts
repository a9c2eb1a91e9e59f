import type { Runbook, Step } from "../runbook.ts";
import { FOUND_BALANCER, findBalancer, findZone, type Shiftable, shiftAway, shiftBack } from "./balancers.ts";
import { primaryOutOf } from "./caches.ts";
import { askingStep } from "./plainSteps.ts";
import { type RecoverableCache, type RegionScope, stage } from "./scope.ts";
import { changeToStandby, writerOutOf } from "./writers.ts";

/** A zone that is ill while its region is up, and what the region has in it. */
export interface ZoneScope extends Pick<RegionScope, "region" | "account" | "stores"> {
  /** `us-east-1a` */
  readonly zone: string;
  readonly caches: readonly RecoverableCache[];
  /** Name of the region's public load balancer; undefined for a region without. */
  readonly balancer: string | undefined;
  /** Name of the region's cluster; undefined for a region without. */
  readonly cluster: string | undefined;
}

/** Takes a zone out of use: requests, pods, and whatever writes there. Everything else in the region stays as it is. */
export function zoneEvacuation(scope: ZoneScope): readonly [Runbook] {
  const { region, zone } = scope;
  const here = <Each extends { readonly regions: readonly string[] }>(all: readonly Each[]) =>
    all.filter(({ regions }) => regions.includes(region));
  const stores = here(scope.stores).flatMap((store): (readonly Step[])[] => {
    if (store.engine === "aurora-postgresql") return [writerOutOf(store, region, zone)];
    return store.engine === "rds-postgresql" ? [[changeToStandby(store, region, zone)]] : [];
  });
  return [
    {
      ...aboutZone(scope),
      name: "zone-evacuation",
      title: `Leave ${zone}`,
      when: `${zone} is gone or so ill that requests to it fail, and the other zones of ${region} are well`,
      stages: [
        ...found(scope),
        ...stage(
          "traffic",
          shiftables(scope).map((each) => [shiftAway(each, zone)]),
        ),
        ...stage("writers", [
          ...stores,
          ...here(scope.caches).map((cache) => [primaryOutOf(cache, region, zone)]),
        ]),
        ...(scope.cluster === undefined ? [] : stage("nodes", [[nodesAreLeft(zone)]])),
      ],
    },
  ];
}

/** Takes a zone into use again. Writers stay where they are: no zone is better than another. */
export function zoneReturn(scope: ZoneScope): readonly [Runbook] {
  return [
    {
      ...aboutZone(scope),
      name: "zone-return",
      title: `Use ${scope.zone} again`,
      when: `${scope.zone} is back and has been well for as long as you want to see it well`,
      stages: [
        ...found(scope),
        ...stage(
          "traffic",
          shiftables(scope).map((each) => [shiftBack(each, scope.zone)]),
        ),
      ],
    },
  ];
}

function aboutZone({ region, zone, account }: ZoneScope) {
  return {
    version: 1,
    runsIn: region,
    lost: undefined,
    inputs: { zone, account },
    leansOn: [],
  } as const;
}

function found({ zone, balancer, cluster }: ZoneScope): Runbook["stages"] {
  if (balancer === undefined && cluster === undefined) return [];
  return stage("found", [[findZone(zone), ...(balancer === undefined ? [] : [findBalancer(balancer)])]]);
}

function shiftables({ region, account, balancer, cluster }: ZoneScope): readonly Shiftable[] {
  return [
    ...(balancer === undefined
      ? []
      : [{ id: "balancer", title: `the load balancer ${balancer}`, arn: FOUND_BALANCER }]),
    ...(cluster === undefined
      ? []
      : [
          {
            id: "cluster",
            title: `the cluster ${cluster}`,
            arn: `arn:aws:eks:${region}:${account}:cluster/${cluster}`,
          },
        ]),
  ];
}

/**
 * EKS cordons nodes and takes pods out of services by itself once its cluster is shifted; Karpenter is told by nobody
 * and may put new nodes there. No API of AWS tells what Kubernetes did, so a person looks.
 * https://docs.aws.amazon.com/eks/latest/userguide/zone-shift.html, read November 2026.
 */
function nodesAreLeft(zone: string): Step {
  return askingStep({
    id: "see-nodes",
    title: `Ask whether the pods have left ${zone}`,
    plane: "data",
    asks: `Are the nodes of ${zone} cordoned, and has every service its pods in the other zones? Look: kubectl get nodes -l topology.kubernetes.io/zone=${zone}, and kubectl get pods -A -o wide. Karpenter may make nodes there still: take the zone out of its node pools if it does.`,
    budgetSeconds: 1800,
  });
}
