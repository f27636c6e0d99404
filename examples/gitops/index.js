import { Fleet } from "tenantry";

new Fleet("fleet", { directory: import.meta.dirname });
