// A "Print" button appears where a page offers one: <button data-print hidden>.
export function startPrint() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
