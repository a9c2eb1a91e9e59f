import type { Draft, Located } from "../draft.ts";
import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { AWS_REGIONS, awsRegion, REGION_PLACES } from "../regions.ts";
import { duplicates } from "./duplicates.ts";
import type { Rule } from "./rule.ts";

const knownRegions: Rule = {
  code: "config/unknown-region",
  check: (draft) => {
    const names = AWS_REGIONS.map(({ name }) => name);
    return [
      ...homeRegions(draft),
      ...environmentRegions(draft),
      ...storeRegions(draft),
      ...organizationRegions(draft),
    ]
      .filter(({ value }) => awsRegion(value) === undefined)
      .map(({ where, value }) => {
        const near = nearest(value, names);
        return {
          where,
          given: show(value),
          wanted: `a commercial AWS region${near.length === 0 ? "" : `, such as ${near.join(", ")}`}`,
          fix:
            near[0] === undefined
              ? "Write the region's code."
              : `Change it to ${near[0]}, if that was meant.`,
        };
      });
  },
};

const oneHome: Rule = {
  code: "config/region-in-two-homes",
  check: (draft) =>
    duplicates(homeRegions(draft)).map(({ where, value, first }) => ({
      where,
      given: show(value),
      wanted: `a region that does not stand at ${first} already`,
      fix: "Leave the region in the one home whose data it keeps.",
    })),
};

const sharedPlaces: Rule = {
  code: "config/regions-share-place",
  check: (draft) => {
    const names = new Set<string>();
    const placed = homeRegions(draft).flatMap(({ where, value }) => {
      const region = awsRegion(value);
      if (region === undefined || names.has(value)) return [];
      names.add(value);
      return { where, value: region.place, name: value };
    });
    return duplicates(placed).map(({ where, value, first }) => ({
      where,
      given: show(placed.find((place) => place.where === where)?.name),
      wanted: `a region with other addresses than that at ${first}: there are more regions than the ${REGION_PLACES} places of an environment, and both have place ${value}`,
      fix: "Use a neighbouring region for one of the two.",
    }));
  },
};

const environmentRegionsKnown: Rule = {
  code: "config/region-without-home",
  check: (draft) => {
    if (!draft.homesComplete) return [];
    const homes = homeRegions(draft).map(({ value }) => value);
    return environmentRegions(draft)
      .filter(({ value }) => awsRegion(value) !== undefined && !homes.includes(value))
      .map(({ where, value }) => ({
        where,
        given: show(value),
        wanted: `a region of one of the homes: ${homes.join(", ")}`,
        fix: `Add ${value} to a home first, or take it out here.`,
      }));
  },
};

const regionTwice: Rule = {
  code: "config/region-twice",
  check: (draft) =>
    draft.environments.flatMap(({ where, value }) =>
      duplicates(list(`${where}.regions`, value.regions)).map((twice) => ({
        where: twice.where,
        given: show(twice.value),
        wanted: `a region that does not stand at ${twice.first} already`,
        fix: "Remove one of the two.",
      })),
    ),
};

/** A zone is a building: with fewer than two, the loss of one closes the region. The form asks for two. */
const enoughZones: Rule = {
  code: "config/too-few-zones",
  check: (draft) =>
    draft.environments.flatMap(({ where, value: environment }) => {
      const names = environment.regions ?? homeRegions(draft).map(({ value }) => value);
      return [...new Set(names)].flatMap((name) => {
        const zones = awsRegion(name)?.zoneLetters.length;
        if (zones === undefined || zones >= environment.zones) return [];
        return {
          where: `${where}.zones`,
          given: String(environment.zones),
          wanted: `at most ${zones}, the availability zones of ${name} that take new resources`,
          fix: `Change ${where}.zones to ${zones}, or use a region with more zones.`,
        };
      });
    }),
};

const birthOfHome: Rule = {
  code: "config/birth-outside-home",
  check: (draft) =>
    draft.homes.flatMap(({ where, value: home }) => {
      const inside = [...home.regions, ...home.recovery];
      if (home.birth === undefined || inside.includes(home.birth)) return [];
      return {
        where: `${where}.birth`,
        given: show(home.birth),
        wanted: `a region of the home: ${inside.join(", ")}`,
        fix: `Change ${where}.birth to ${inside[0]}, or add the region to the home.`,
      };
    }),
};

function homeRegions(draft: Draft): readonly Located<string>[] {
  return draft.homes.flatMap(({ where, value }) => [
    ...list(`${where}.regions`, value.regions),
    ...list(`${where}.recovery`, value.recovery),
  ]);
}

function environmentRegions(draft: Draft): readonly Located<string>[] {
  return draft.environments.flatMap(({ where, value }) => list(`${where}.regions`, value.regions));
}

function organizationRegions({ organization }: Draft): readonly Located<string>[] {
  if (organization === undefined) return [];
  const { homeRegion, identityCenter, guardrails } = organization;
  const one = (where: string, value: string | undefined) => (value === undefined ? [] : [{ where, value }]);
  return [
    ...one("organization.homeRegion", homeRegion),
    ...one("organization.identityCenter.region", identityCenter?.region),
    ...list("organization.guardrails.allowedRegions", guardrails.allowedRegions),
    ...list("organization.guardrails.deniedRegions", guardrails.deniedRegions),
  ];
}

/** The regions that stores write down, not those that they take from a home. */
function storeRegions(draft: Draft): readonly Located<string>[] {
  return draft.stores.flatMap(({ where, value: store }) => {
    const partitions = Object.entries(store.partitions ?? {}).map(
      ([name, partition]) => [`${where}.partitions.${name}`, partition] as const,
    );
    return [[where, store] as const, ...partitions].flatMap(([place, { birth, copies, transfer }]) => [
      ...(birth === undefined ? [] : [{ where: `${place}.birth`, value: birth }]),
      ...list(`${place}.copies`, copies),
      ...list(`${place}.transfer.to`, transfer?.to),
    ]);
  });
}

function list(where: string, values: readonly string[] | undefined): readonly Located<string>[] {
  return (values ?? []).map((value, index) => ({ where: `${where}[${index}]`, value }));
}

export const REGION_RULES: readonly Rule[] = [
  knownRegions,
  oneHome,
  sharedPlaces,
  environmentRegionsKnown,
  regionTwice,
  enoughZones,
  birthOfHome,
];
