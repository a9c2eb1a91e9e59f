import { SOUND } from "./configurations.ts";

/** `SOUND` with an organization, a second team and a budget of every kind. */
export const BUDGETED = SOUND.replaceAll(/account: "(\d)/g, 'email: "aws-$1@example.com", account: "$1')
  .replace(/(name: "storefront".*?\]) \}\]/s, '$1 }, { name: "search", owner: "search" }]')
  .replace(
    "budgets: {",
    `organization: {
    management: { account: "444444444444", email: "m@example.com" },
    security: { account: "555555555555", email: "s@example.com" },
    logArchive: { account: "666666666666", email: "l@example.com" },
    sharedServices: { account: "777777777777", email: "h@example.com" },
  },
  budgets: { total: 500_000, owners: { "platform-team": 200, search: 50 }, costCentres: { "shop-1001": 1000 }, tagsActive: true,`,
  );
