// Passkeys: a form that says what to ask is sent with the answer. Without this, or
// where a device has no passkeys, the form stays hidden and codes do the work.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((c) => ({ ...c, id: bytes(c.id) }));

  const asked = (json) => {
    const o = { ...json, challenge: bytes(json.challenge) };
    if (json.user) o.user = { ...json.user, id: bytes(json.user.id) };
    if (json.excludeCredentials) o.excludeCredentials = named(json.excludeCredentials);
    if (json.allowCredentials) o.allowCredentials = named(json.allowCredentials);
    return o;
  };

  const told = (c) => {
    const response = { clientDataJSON: text(c.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (c.response[part]) response[part] = text(c.response[part]);
    }
    if (c.response.getTransports) response.transports = c.response.getTransports();
    return JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, response,
      authenticatorAttachment: c.authenticatorAttachment || undefined, clientExtensionResults: c.getClientExtensionResults() });
  };

  const reveal = () => document.querySelectorAll("form[data-passkey]").forEach((form) => { form.hidden = false; });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-passkey]")) return;
    event.preventDefault();
    event.stopPropagation();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const publicKey = asked(JSON.parse(form.dataset.options).publicKey);
      const made = await navigator.credentials[form.dataset.passkey === "create" ? "create" : "get"]({ publicKey });
      form.elements.credential.value = told(made);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  }, true);

  addEventListener("DOMContentLoaded", reveal);
  document.addEventListener("htmx:afterSettle", reveal);
})();
