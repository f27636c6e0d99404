import type { OpenAI } from "openai";
import { z } from "../kit.ts";
import { before, monthlyLimitUsd } from "./fields.ts";
import { monthlyUsdOf } from "./usd.ts";

export type SpendLimitRow = Omit<OpenAI.Admin.Organization.OrganizationSpendLimit, "object">;

export const spendLimit = { monthlyUsd: monthlyLimitUsd };

/** Whether OpenAI enforces it at the moment is left out: that changes with what is spent, and nobody decides it. */
export const spendLimitOutputs = z.object({ before });

export const showSpendLimit = (row: SpendLimitRow) => ({ monthlyUsd: monthlyUsdOf(row) });
