import type { OrganizationInput } from "../organizationInput.ts";
import { type Case, environments } from "./caseParts.ts";

const organization: OrganizationInput = {
  management: { account: "444444444444", email: "aws-management@shop.example.com" },
  logArchive: { account: "555555555555", email: "aws-log-archive@shop.example.com" },
  security: { account: "666666666666", email: "aws-security@shop.example.com" },
};
const email = "aws-production@shop.example.com";

/** Of the organization and its accounts. */
export const ORGANIZATION_CASES: readonly Case[] = [
  {
    code: "config/name-reserved",
    says: "an environment by the name of the organization",
    breaks: environments({ name: "organization" }),
    where: "environments[0].name",
    keeps: environments({ name: "organization-1" }),
  },
  {
    code: "config/account-without-email",
    says: "an account of the organization without a mail address",
    breaks: { organization },
    where: "environments[0].email",
    keeps: { organization, ...environments({ email }) },
  },
];
