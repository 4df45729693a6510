import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import globals from "globals";

export default defineConfig([
  { ignores: ["static/dist/", ".venv/", "var/"] },
  {
    files: ["static/js/**/*.js"],
    plugins: { js },
    extends: ["js/recommended"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "eqeqeq": "error",
      "no-duplicate-imports": "error",
      "no-var": "error",
      "no-unused-expressions": "error",
      "no-useless-return": "error",
      "prefer-const": "error",
    },
  },
]);
