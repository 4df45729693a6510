// Passkeys: <form data-passkey="use|new" data-options="address of the options" data-failed="what is said" hidden>, with a field
// named credential. Shown only where the browser can make and use them.

const FROM_JSON = { use: "parseRequestOptionsFromJSON", new: "parseCreationOptionsFromJSON" };

async function credential(form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(form.dataset.options, { method: "POST", body });
  if (!answer.ok) throw new Error("no options");
  const kind = form.dataset.passkey;
  const publicKey = PublicKeyCredential[FROM_JSON[kind]](await answer.json());
  return kind === "new" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
}

export function startPasskeys() {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential?.[FROM_JSON[form.dataset.passkey]]) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = form.querySelector("[data-passkey-problem]");
      problem.textContent = "";
      try {
        form.elements.credential.value = JSON.stringify(await credential(form));
        form.submit();
      } catch {
        problem.textContent = form.dataset.failed;
      }
    });
  }
  document.querySelector("form[data-send-at-once]")?.submit();
}
