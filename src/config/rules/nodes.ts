import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { architectureOf, KNOWN_FAMILIES } from "../nodes.ts";
import { isProduction } from "../placement.ts";
import type { Rule } from "./rule.ts";

/** Of the machines that Karpenter may start. */

const knownFamilies: Rule = {
  code: "config/unknown-instance-family",
  check: (draft) =>
    draft.environments.flatMap(({ where, value: environment }) =>
      (environment.nodes?.families ?? []).flatMap((family, index) => {
        if (architectureOf(family) !== undefined) return [];
        const near = nearest(family, KNOWN_FAMILIES);
        return {
          where: `${where}.nodes.families[${index}]`,
          given: show(family),
          wanted: `a family of EC2 that services run on${near.length === 0 ? "" : `, such as ${near.join(", ")}`}`,
          fix:
            near[0] === undefined
              ? `Remove ${where}.nodes.families[${index}].`
              : `Change it to ${near[0]}, if that was meant.`,
        };
      }),
    ),
};

/** A family that no allowed image runs on would be paid for and of no use; an image without a family never runs. */
const familiesRunImages: Rule = {
  code: "config/family-of-other-architecture",
  check: (draft) =>
    draft.environments.flatMap(({ where, value: environment }) => {
      const { families = [], architectures = [] } = environment.nodes ?? {};
      const known = families.map(architectureOf);
      if (architectures.length === 0 || families.length === 0 || known.includes(undefined)) return [];
      const strangers = families.flatMap((family, index) => {
        const own = architectureOf(family);
        if (own === undefined || architectures.includes(own)) return [];
        return {
          where: `${where}.nodes.families[${index}]`,
          given: `${show(family)}, which is ${own}`,
          wanted: `a family of ${architectures.join(" or ")}, as ${where}.nodes.architectures says`,
          fix: `Remove it, or add "${own}" to ${where}.nodes.architectures.`,
        };
      });
      const without = architectures.flatMap((architecture, index) =>
        known.includes(architecture) || strangers.length > 0
          ? []
          : {
              where: `${where}.nodes.architectures[${index}]`,
              given: `${show(architecture)}, of which no family is named`,
              wanted: "architectures that the families have",
              fix: `Remove it, or add a family of ${architecture} to ${where}.nodes.families.`,
            },
      );
      return [...strangers, ...without];
    }),
};

/**
 * When a region is lost, everybody in it asks for machines in its neighbours, and Spot is what those take back first:
 * nodes would go in the minutes in which the promise of the recovery is kept or broken.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html (reasons: capacity), recalled.
 */
const spotUnderCritical: Rule = {
  code: "config/spot-under-critical-services",
  takesExceptions: true,
  check: (draft) => {
    const critical = draft.services.flatMap(({ value }) => (value.critical ? [value.name] : []));
    if (critical.length === 0) return [];
    return draft.environments.flatMap(({ where, value: environment }) => {
      if (!isProduction(environment) || environment.nodes?.spot !== true) return [];
      return {
        where: `${where}.nodes.spot`,
        given: `true, in production, with critical services (${critical.join(", ")})`,
        wanted: "false: Spot is taken back when many need machines, as after the loss of a region",
        fix: `Remove ${where}.nodes.spot.`,
        of: environment.name,
      };
    });
  },
};

export const NODE_RULES: readonly Rule[] = [knownFamilies, familiesRunImages, spotUnderCritical];
