import { CeCostCategory } from "@cdktn/provider-aws/lib/ce-cost-category/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface CostCategoriesProps {
  /** Of the account that pays. */
  readonly naming: Naming;
  /** Accounts that are an environment's alone: all that they cost is its cost, tagged or not. */
  readonly environments: readonly { readonly name: string; readonly account: string }[];
  readonly tags: OwnerTags;
}

/** What belongs to nobody, and is worth a look each month. */
const UNALLOCATED = "unallocated";

/**
 * The bill by team, environment and service, in Cost Explorer, budgets and every export. The first rule that fits
 * counts, the tag after the account: an untagged data transfer of production is production's all the same.
 *
 * What several share is not split here. A split is a judgement, which belongs where it can be seen and argued with:
 * in the showback.
 * Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/manage-cost-categories.html; limits:
 * API_CreateCostCategoryDefinition (500 rules, names and values of 50 characters), read November 2026.
 */
export class CostCategories extends Construct {
  constructor(scope: Construct, id: string, props: CostCategoriesProps) {
    super(scope, id);
    this.#category(props, "team", "owner");
    this.#category(props, "environment", "environment");
    this.#category(props, "service", "service");
  }

  #category(props: CostCategoriesProps, category: string, tag: string): void {
    const name = `${props.naming.platform}-${category}`;
    const accounts = category === "environment" ? props.environments : [];
    new CeCostCategory(this, category, {
      name,
      ruleVersion: "CostCategoryExpression.v1",
      defaultValue: UNALLOCATED,
      rule: [
        ...accounts.map((environment) => ({
          type: "REGULAR",
          value: environment.name,
          rule: {
            dimension: {
              key: "LINKED_ACCOUNT",
              matchOptions: ["EQUALS"],
              values: [environment.account],
            },
          },
        })),
        { type: "INHERITED_VALUE", inheritedValue: { dimensionName: "TAG", dimensionKey: tag } },
      ],
      tags: tagsOf(name, props.tags),
    });
  }
}
