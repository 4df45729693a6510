// The pages of a summary store what is typed as the call screen does. A choice among radio buttons is stored by a hidden box beside it.
export function startChoices(page, saving) {
  for (const box of page.querySelectorAll("[data-choice-of]")) {
    for (const radio of page.querySelectorAll(`input[type=radio][name="${box.dataset.choiceOf}"]`)) {
      radio.addEventListener("change", () => {
        box.value = radio.value;
        saving.box(box.dataset.box).save();
      });
    }
  }
}
