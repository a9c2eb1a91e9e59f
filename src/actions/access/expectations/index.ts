import type { AccessModel, Expectation } from "../../../access/index.ts";
import type { Environment, Platform } from "../../../config/index.ts";
import { USUAL_REQUEST } from "../usualRequest.ts";
import { guardRailExpectations } from "./guardRails.ts";
import { keyExpectations } from "./keys.ts";
import { keyUseExpectations } from "./keyUse.ts";
import { nodeExpectations } from "./nodes.ts";
import { peopleExpectations } from "./people.ts";
import { placeOf } from "./place.ts";
import { podExpectations } from "./pods.ts";
import { recoveryExpectations } from "./recoveries.ts";
import { databaseUserExpectations, readerExpectations, serviceExpectations } from "./services.ts";
import { strangerExpectations } from "./strangers.ts";

/**
 * The table of what must be allowed and what must be denied, computed from the configuration: nothing in it is
 * taken from the policies that it judges.
 */
export function expectationsOf(
  platform: Platform,
  environments: readonly Environment[],
  model: AccessModel,
): readonly Expectation[] {
  return allExpectations(platform, environments, model).map((expectation) => ({
    ...expectation,
    asked: { ...expectation.asked, context: { ...USUAL_REQUEST, ...expectation.asked.context } },
  }));
}

function allExpectations(
  platform: Platform,
  environments: readonly Environment[],
  model: AccessModel,
): readonly Expectation[] {
  return [
    ...environments.flatMap((environment) => {
      const place = placeOf(platform, environment, model);
      return [
        ...serviceExpectations(place),
        ...databaseUserExpectations(place),
        ...readerExpectations(place),
        ...podExpectations(place),
        ...nodeExpectations(place),
        ...peopleExpectations(place),
        ...keyExpectations(place),
        ...keyUseExpectations(place),
        ...strangerExpectations(place),
        ...recoveryExpectations(place),
      ];
    }),
    ...(platform.organization === undefined || !model.organization.known
      ? []
      : guardRailExpectations(platform.organization)),
  ];
}
