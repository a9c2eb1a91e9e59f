import type { Resource } from "../../graph/index.ts";
import { recalled, type TimingFigure } from "./figure.ts";
import { AUDIT } from "./figures/audit.ts";
import { CACHES } from "./figures/caches.ts";
import { COMPUTE } from "./figures/compute.ts";
import { COSTS } from "./figures/costs.ts";
import { DATABASES } from "./figures/databases.ts";
import { DETECTION } from "./figures/detection.ts";
import { EDGE } from "./figures/edge.ts";
import { FOUNDATIONS } from "./figures/foundations.ts";
import { NETWORK } from "./figures/network.ts";
import { ORGANIZATION } from "./figures/organization.ts";
import { SERVERLESS } from "./figures/serverless.ts";

/** Every duration that is known. */
export const TIMINGS: readonly TimingFigure[] = [
  ...NETWORK,
  ...FOUNDATIONS,
  ...DATABASES,
  ...CACHES,
  ...COMPUTE,
  ...EDGE,
  ...SERVERLESS,
  ...AUDIT,
  ...DETECTION,
  ...COSTS,
  ...ORGANIZATION,
];

/** For a type that is not in the table. Never nothing: what takes no time would vanish from the path. */
export const UNTIMED: TimingFigure = {
  id: "untimed",
  type: "",
  typical: 10,
  pessimistic: 60,
  origin: recalled("no figure for this type: a guess that stands for all such"),
};

/** A data source: one or two calls. */
const LOOKED_UP: TimingFigure = {
  id: "data source",
  type: "",
  typical: 1,
  pessimistic: 3,
  origin: recalled(),
};

/**
 * What Terraform itself takes for one stack: init, plan, reading and writing the state. Measured on two cores
 * that others were using too, against the emulated AWS: 3 to 40 s, 13 s in the middle (30 stacks, Terraform
 * 1.11.4, provider 5.100, November 2026). The provider was on disk.
 */
export const TERRAFORM_OVERHEAD: TimingFigure = {
  id: "terraform",
  type: "terraform",
  typical: 13,
  pessimistic: 40,
  floor: 2,
  origin: {
    kind: "measured",
    note: "init, plan and state of one stack; 30 stacks on two busy cores, Terraform 1.11.4, provider 5.100",
  },
};

const BY_TYPE = Map.groupBy(TIMINGS, ({ type }) => type);

/** How long this resource takes to make; `UNTIMED` where nobody said. */
export function figureOf({ type, mode, values }: Resource): TimingFigure {
  if (mode === "data") return LOOKED_UP;
  return BY_TYPE.get(type)?.find(({ when }) => when?.holds(values) ?? true) ?? UNTIMED;
}
