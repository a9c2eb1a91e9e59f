import { isProduction } from "../placement.ts";
import type { Rule } from "./rule.ts";

const unwatched: Rule = {
  code: "config/unwatched-production",
  takesExceptions: true,
  check: (draft) =>
    draft.environments.flatMap(({ where, value: environment }) => {
      if (!isProduction(environment)) return [];
      if (environment.detection === undefined || environment.detection === "full") return [];
      return {
        where: `${where}.detection`,
        given: `"${environment.detection}", in production`,
        wanted: '"full": what nobody watches is broken into unnoticed, and PCI DSS asks for it (10.4, 11.5)',
        fix: `Remove ${where}.detection.`,
        of: environment.name,
      };
    }),
};

const controlOnce: Rule = {
  code: "config/control-skipped-twice",
  check: (draft) => {
    const seen = new Map<string, string>();
    return (draft.detection?.skippedControls ?? []).flatMap((skipped, index) => {
      const where = `detection.skippedControls[${index}]`;
      return (skipped.standards ?? ["aws", "cis", "pci"]).flatMap((standard) => {
        const key = `${skipped.control.toLowerCase()} ${standard}`;
        const first = seen.get(key);
        if (first === undefined) seen.set(key, where);
        if (first === undefined) return [];
        return {
          where,
          given: `${skipped.control} in ${standard}`,
          wanted: `a control that is not skipped at ${first} already`,
          fix: "Remove one of the two, or give them different standards.",
        };
      });
    });
  },
};

export const DETECTION_RULES: readonly Rule[] = [unwatched, controlOnce];
