// The results page: filters that work at once.
import { startFilters } from "./filters.js";

startFilters();
