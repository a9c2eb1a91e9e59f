import { functionsCalled, type ServerlessFunction } from "../config/index.ts";
import {
  ApiLoggingRole,
  liveArn,
  messageStatements,
  ServerlessRoles,
  type StoreGrant,
  storeStatements,
} from "../constructs/index.ts";
import { podRegions } from "./computeStack.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { grantsOf, keyPurposes } from "./facts.ts";
import { messageGrantsOf } from "./messageGrants.ts";
import { isProxied } from "./proxies.ts";
import { isInside, isUnattended, ownerTags } from "./serverlessFacts.ts";

/** Roles of functions, workflows and schedules, if there are any. */
export function serverlessRoles(stack: EnvironmentStack, context: EnvironmentContext): void {
  const { platform, environment } = context;
  const { functions, workflows } = platform.serverless;
  const regions = podRegions(context);
  if (functions.length + workflows.length === 0 || regions.length === 0) return;
  const { naming, tags } = stack;
  if (platform.serverless.apis.length > 0) new ApiLoggingRole(stack, "api-logging", { naming, tags });
  new ServerlessRoles(stack, "serverless", {
    naming,
    regions,
    keyPurposes: keyPurposes(environment),
    functions: functions.map((each) => ({
      name: each.name,
      statements: [
        ...storeStatements(naming, each.name, throughProxies(context, each)),
        ...messageStatements(naming, messageGrantsOf(context, each.name)),
      ],
      inVpc: isInside(environment, each),
      unattended: isUnattended(each),
      tags: ownerTags(each),
    })),
    stateMachines: workflows.map((each) => ({
      name: each.name,
      statements: [
        {
          Sid: "Tasks",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: functionsCalled(each.definition).flatMap((name) =>
            regions.map((region) => liveArn(naming, name, region)),
          ),
        },
      ].filter(({ Resource }) => Resource.length > 0),
      tags: ownerTags(each),
    })),
    scheduled: {
      functions: functions.filter(({ schedule }) => schedule !== undefined).map(({ name }) => name),
      stateMachines: workflows.filter(({ schedule }) => schedule !== undefined).map(({ name }) => name),
    },
    tags,
  });
}

/** What a function may use: where a store has a proxy, that and not the database behind it. */
function throughProxies(context: EnvironmentContext, each: ServerlessFunction): readonly StoreGrant[] {
  const proxied = new Set(context.environment.stores.filter(isProxied).map(({ id }) => id));
  return grantsOf(context, each).map((grant) => ({ ...grant, proxied: proxied.has(grant.store) }));
}
