// The till without a mouse: arrows walk the list of members, Escape leads back
// to the one field. Everything works without it.
(() => {
  "use strict";
  const $ = (selector) => document.querySelector(selector);
  const links = () => [...document.querySelectorAll("[data-arrows] a")];

  const walk = (event) => {
    const all = links();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const isHere = at >= 0 || document.activeElement === $("#who");
    if (!isHere) return;
    event.preventDefault();
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    (next < 0 ? $("#who") : all[Math.min(next, all.length - 1)])?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
    if (event.key === "Escape" && $("#who")) { $("#who").focus(); $("#who").select(); }
  });
})();
