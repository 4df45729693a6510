// Finds choices in long lists: what is typed hides the others and opens the groups that have some.

export function startChoices() {
  for (const box of document.querySelectorAll("[data-filter-choices]")) {
    const groups = [...box.parentElement.querySelectorAll("[data-choices]")].map((group) => ({
      group,
      open: group.open,
      items: [...group.querySelectorAll(".govuk-checkboxes__item")],
    }));
    box.hidden = false;
    box.querySelector("input").addEventListener("input", (event) => show(groups, event.target.value.trim().toLowerCase()));
  }
}

function show(groups, typed) {
  for (const { group, open, items } of groups) {
    let found = 0;
    for (const item of items) {
      const fits = !typed || item.textContent.toLowerCase().includes(typed) || item.querySelector("input").checked;
      item.hidden = !fits;
      found += fits;
    }
    group.hidden = !found;
    group.open = typed ? found > 0 : open;
  }
}
