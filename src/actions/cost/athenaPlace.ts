import { type AthenaPlace, isCatalogueName } from "../../bill/index.ts";
import { awsRegion, type Platform } from "../../config/index.ts";
import { BILL_TABLE, billDatabaseName, billWorkgroupName } from "../../constructs/index.ts";
import { InputError, type InputProblem } from "../../lib/index.ts";
import { namingOf } from "../../stacks/index.ts";

/** Where the bill's table is, as far as somebody says it; the rest is as the organization of the configuration has it. */
export interface AthenaPlaceOptions {
  /** 12 digits: the account of the table. Credentials of another are refused. @default the account that pays */
  readonly account?: string;
  /** @default the organization's home region */
  readonly region?: string;
  /** Workgroup that the questions are asked in: it says where answers go, and how much one may read. */
  readonly workgroup?: string;
  /** Of the Glue catalogue. */
  readonly database?: string;
  /** Table over a FOCUS export, with its months as partition `billing_period`. */
  readonly table?: string;
}

export interface PlaceOfBill extends AthenaPlace {
  readonly account: string;
}

interface Name {
  readonly option: string;
  readonly is: (name: string) => boolean;
  readonly wanted: string;
  readonly fix: string;
}

const CATALOGUE = {
  is: isCatalogueName,
  wanted: "1 to 255 letters, digits and underscores",
  fix: "Name it as the Glue catalogue has it.",
};

/** The pattern of a workgroup's name: botocore's model of Athena, shape `WorkGroupName`, read November 2026. */
const NAMES: Readonly<Record<keyof PlaceOfBill, Name>> = {
  account: {
    option: "--account",
    is: (name) => /^\d{12}$/.test(name),
    wanted: "the 12 digits of the account that has the table",
    fix: "Name the account that pays: the bill is asked with credentials of that one only.",
  },
  region: {
    option: "--region",
    is: (name) => awsRegion(name) !== undefined,
    wanted: "an AWS region",
    fix: "Name the region of the export's table, such as --region us-east-1.",
  },
  workgroup: {
    option: "--workgroup",
    is: (name) => /^[a-zA-Z0-9._-]{1,128}$/.test(name),
    wanted: "1 to 128 letters, digits, dots, hyphens and underscores",
    fix: "Name the workgroup as Athena lists it.",
  },
  database: { option: "--database", ...CATALOGUE },
  table: { option: "--table", ...CATALOGUE },
};

/** Throws `InputError` with all that is neither said nor known, and all that AWS could not have. */
export function placeOfBill(options: AthenaPlaceOptions, platform: Platform | undefined): PlaceOfBill {
  const known = ofOrganization(platform);
  const problems: InputProblem[] = [];
  const name = (key: keyof PlaceOfBill): string => {
    const { option, is, wanted, fix } = NAMES[key];
    const given = options[key] ?? known[key];
    if (given !== undefined && is(given)) return given;
    problems.push({
      code: "bill/athena-name",
      where: option,
      given: given ?? "none, and no configuration with an organization",
      wanted,
      fix,
    });
    return "";
  };
  const place = {
    account: name("account"),
    region: name("region"),
    workgroup: name("workgroup"),
    database: name("database"),
    table: name("table"),
  };
  if (problems.length > 0) throw new InputError("cost bill --athena", problems);
  return place;
}

/** What the organization's own stack of the bill is called. */
function ofOrganization(platform: Platform | undefined): Partial<PlaceOfBill> {
  const organization = platform?.organization;
  if (platform === undefined || organization === undefined) return {};
  const naming = namingOf(platform, organization);
  return {
    account: organization.account,
    region: organization.homeRegion,
    workgroup: billWorkgroupName(naming),
    database: billDatabaseName(naming),
    table: BILL_TABLE,
  };
}
