import type { Step } from "../step.ts";
import { type RegionScope, regionOfBalancer } from "./scope.ts";

/** Looks until no client anywhere is sent to the region, and every name still answers. */
export function namesAnswerWithout(scope: RegionScope): Step {
  return namesStep(scope, {
    id: "names-avoid-region",
    title: `See that no name leads to ${scope.region}`,
    accept: (answered) => answered !== undefined && answered !== scope.region,
  });
}

/** Looks until clients near the region are sent there again. */
export function namesAnswerWith(scope: RegionScope): Step {
  return namesStep(scope, {
    id: "names-return-to-region",
    title: `See that names lead to ${scope.region} again`,
    clientRegions: scope.clientRegions.filter((region) => region === scope.region),
    accept: (answered) => answered === scope.region,
  });
}

interface NamesStepProps {
  readonly id: string;
  readonly title: string;
  readonly clientRegions?: readonly string[];
  readonly accept: (region: string | undefined) => boolean;
}

function namesStep(scope: RegionScope, props: NamesStepProps): Step {
  const clientRegions = props.clientRegions ?? scope.clientRegions;
  return {
    id: props.id,
    title: props.title,
    plane: "data",
    region: "everywhere",
    actions: [],
    budgetSeconds: 300,
    guard: async () =>
      clientRegions.length === 0 || scope.hosts.length === 0
        ? { kind: "satisfied", detail: "no public name concerns the region" }
        : { kind: "proceed" },
    confirm: async () => {
      const asked = await Promise.all(
        scope.hosts.flatMap((host) =>
          clientRegions.map(async (from) => {
            const { answers } = await scope.resolve(host, from);
            return { host, from, to: answers.length === 0 ? [undefined] : answers.map(regionOfBalancer) };
          }),
        ),
      );
      const wrong = asked.filter(({ to }) => !to.every(props.accept));
      const shown = (wrong.length > 0 ? wrong : asked)
        .slice(0, 4)
        .map(
          ({ host, from, to }) =>
            `${host} from ${from} -> ${to.map((region) => region ?? "nowhere").join(" and ")}`,
        )
        .join("; ");
      return { ok: wrong.length === 0, detail: shown };
    },
  };
}
