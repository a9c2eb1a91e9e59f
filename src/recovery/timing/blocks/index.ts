export * as COMPUTE from "./compute.ts";
export * as DATA from "./data.ts";
export * as TRAFFIC from "./traffic.ts";
