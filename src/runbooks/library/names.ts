import type { NamesCheck, Step } from "../runbook.ts";
import { lookingStep } from "./plainSteps.ts";
import type { RegionScope } from "./scope.ts";

/**
 * Looks until no client anywhere is sent to the region, and every name still answers. Routing needs no step of its own:
 * records and health checks were made in advance, and the data plane of DNS follows them.
 */
export function namesAnswerWithout(scope: RegionScope): readonly Step[] {
  return scope.hosts.flatMap((host) =>
    namesStep(scope.clientRegions, {
      id: `names-avoid-${host}`,
      title: `See that ${host} leads nobody to ${scope.region}`,
      host,
      wanted: { avoid: scope.region },
    }),
  );
}

/** Looks until clients near the region are sent there again. */
export function namesAnswerWith(scope: RegionScope): readonly Step[] {
  return scope.hosts.flatMap((host) =>
    namesStep(
      scope.clientRegions.filter((region) => region === scope.region),
      {
        id: `names-return-${host}`,
        title: `See that ${host} leads to ${scope.region} again`,
        host,
        wanted: { lead: scope.region },
      },
    ),
  );
}

function namesStep(
  clientRegions: readonly string[],
  { id, title, host, wanted }: Pick<Step, "id" | "title"> & Pick<NamesCheck, "host" | "wanted">,
): readonly Step[] {
  if (clientRegions.length === 0) return [];
  return [
    lookingStep({
      id,
      title,
      plane: "data",
      budgetSeconds: 300,
      look: {
        ask: { names: { host, clientRegions, wanted } },
        facts: { status: { at: "StatusCode" }, answer: { at: "StatusText" } },
      },
      until: { fact: "status", is: 200 },
      says: "{answer}",
      timing: "dns/failover",
    }),
  ];
}
