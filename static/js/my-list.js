// Save buttons without loading the page anew. When anything goes wrong the form is sent as it would be without JavaScript.
import { announce } from "./announce.js";

function show(form, saved) {
  form.dataset.saved = saved ? "yes" : "no";
  form.action = saved ? form.dataset.remove : form.dataset.add;
  form.querySelector("button").classList.toggle("save__button--saved", saved);
  form.querySelector("[data-save-label]").textContent = saved ? form.dataset.labelRemove : form.dataset.labelAdd;
  form.querySelector("[data-save-hint]").textContent = saved ? form.dataset.hintRemove : ` ${form.dataset.hintAdd}`;
}

function showCount(count) {
  for (const badge of document.querySelectorAll("[data-my-list] .count")) {
    badge.hidden = count === 0;
    badge.firstChild.textContent = count;
  }
}

async function send(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function save(event) {
  const form = event.target;
  if (!form.matches("form[data-save]")) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const id = form.elements.service.value;
  try {
    const list = await send(form);
    // The same service may stand on the page twice.
    for (const other of document.querySelectorAll("form[data-save]")) {
      if (other.elements.service.value === id) show(other, list.saved.includes(id));
    }
    showCount(list.count);
    announce(list.message);
  } catch {
    form.submit();
  } finally {
    delete form.dataset.busy;
  }
}

export function startMyList() {
  // On the document, because filters put new cards on the page.
  document.addEventListener("submit", save);
}
