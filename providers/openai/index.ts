export { Project } from "./project.ts";
export { ServiceAccount } from "./service-account.ts";
export { ServiceAccountKey } from "./service-account-key.ts";
