import { EDGE_ACTIONS, GLOBAL_ACTIONS, GLOBAL_REGION } from "./globalActions.ts";
import type { PolicyStatement } from "./policyDocument.ts";

/**
 * Nothing outside of the allowed regions, for anybody: data that nobody can create there cannot leave the declared
 * residency that way. A residency without us-east-1 still has its global services there, and what CloudFront
 * keeps there; the rest of us-east-1 stays shut.
 */
export function regionStatements(allowedRegions: readonly string[]): readonly PolicyStatement[] {
  const inside = allowedRegions.includes(GLOBAL_REGION);
  const everywhere: PolicyStatement = {
    Sid: "OnlyAllowedRegions",
    Effect: "Deny",
    NotAction: GLOBAL_ACTIONS,
    Resource: "*",
    Condition: {
      StringNotEquals: {
        "aws:RequestedRegion": inside ? allowedRegions : [...allowedRegions, GLOBAL_REGION],
      },
    },
  };
  if (inside) return [everywhere];
  return [
    everywhere,
    {
      Sid: "OnlyGlobalServicesInUsEast1",
      Effect: "Deny",
      NotAction: [...GLOBAL_ACTIONS, ...EDGE_ACTIONS],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": GLOBAL_REGION } },
    },
  ];
}
