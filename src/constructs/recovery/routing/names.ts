import { type Naming, nameOf, roleArn } from "../../naming.ts";
import { functionArn } from "../../serverless/names.ts";

/** What the cluster, its panel, the function and its role are called, each in its own kind. */
export const ROUTING_CONTROLS = "routing-controls";

/** Routing control that keeps the public names away from a region while it is on. Known before it exists, unlike its ARN. */
export function keepAwayControl(region: string): string {
  return `keep-away-${region}`;
}

/** Parameter of each region with the addresses of the cluster's endpoints. */
export function routingControlsParameter({ platform, environment }: Naming): string {
  return `/${platform}/${environment}/${ROUTING_CONTROLS}`;
}

/** Function of a region that asks the cluster, known before it exists. */
export function routingControlsFunctionArn(naming: Naming, region: string): string {
  return functionArn(naming, ROUTING_CONTROLS, region);
}

export function routingControlsRoleArn(naming: Naming): string {
  return roleArn(naming, ROUTING_CONTROLS);
}

/** Control panel of the environment, in its cluster. */
export function controlPanelName(naming: Naming): string {
  return nameOf(naming, "regions");
}
