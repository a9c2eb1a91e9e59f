import { describe, expect, it } from "vitest";
import { dependencyReported } from "../subject/dependencies.ts";
import { OBSERVED_YEARS, OUTAGES } from "./outages.ts";
import collected from "./testing/awsOutages.json" with { type: "json" };

interface Collected {
  readonly id: string;
  readonly region: string;
  readonly start: string;
  readonly phases?: readonly CollectedService[];
  readonly per_service?: readonly CollectedService[];
}
interface CollectedService {
  readonly service: string;
  readonly start?: string;
  readonly end: string;
}

/** Of AWS's services in these reports, those that nothing that we judge is made of. */
const LEANED_ON_BY_NOBODY = ["Connect", "Support"];

describe("the outages", () => {
  it("are those that were collected, with every window", () => {
    const events = collected.events as readonly Collected[];
    const compared = events.map(({ id, region, start, phases = [], per_service = [] }) => ({
      id,
      regions: region.split(","),
      services: [...phases, ...per_service].map(({ service, start: from = start, end: to }) => ({
        service,
        from,
        to,
      })),
    }));
    expect(OUTAGES.map(({ id, regions, services }) => ({ id, regions, services }))).toEqual(compared);
  });

  it("end after they begin, lie in the years that count as looked at, and name their sources", () => {
    for (const { id, services, sources } of OUTAGES) {
      expect(
        sources.every((source) => source.startsWith("https://")),
        id,
      ).toBe(true);
      for (const { from, to } of services) {
        expect(Date.parse(to), id).toBeGreaterThan(Date.parse(from));
        const year = new Date(from).getUTCFullYear();
        expect(year).toBeGreaterThanOrEqual(OBSERVED_YEARS.first);
        expect(year).toBeLessThanOrEqual(OBSERVED_YEARS.last);
      }
    }
  });

  it("are of services that we know whether a platform leans on", () => {
    const services = new Set(OUTAGES.flatMap((outage) => outage.services.map(({ service }) => service)));
    const unknown = [...services].filter((service) => dependencyReported(service) === undefined);
    expect(unknown.toSorted()).toEqual(LEANED_ON_BY_NOBODY);
  });
});
