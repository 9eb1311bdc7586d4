// Small comforts on top of pages that work without it: copy, focus, pressed
// buttons, toasts that leave. Everything here is optional.
(() => {
  "use strict";
  const $ = (selector, from = document) => from.querySelector(selector);

  // Buttons that only work with a script are hidden until there is one.
  const reveal = (root) => root.querySelectorAll("[data-copy]").forEach((b) => { b.hidden = !navigator.clipboard; });

  const say = (text) => { const live = $("#live"); if (live) live.textContent = text; };

  const copy = async (button) => {
    const from = $(button.dataset.copy);
    if (!from) return;
    try {
      await navigator.clipboard.writeText(from.value ?? from.textContent);
      say(button.dataset.copied || "");
      button.classList.add("done");
    } catch { from.select?.(); }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    const close = event.target.closest("[data-close]");
    if (close) close.closest(".toast")?.remove();
    const print = event.target.closest("[data-print]");
    if (print) { event.preventDefault(); window.print(); }
  });

  // A scanner types over what stands in the field.
  document.addEventListener("focusin", (event) => { if (event.target.matches("[data-select]")) event.target.select(); });

  // A form is sent once; coming back by the browser's history frees it again.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method === "get") return;
    const button = event.submitter;
    if (button) setTimeout(() => { button.disabled = true; button.dataset.pressed = "1"; });
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-pressed]").forEach((b) => { b.disabled = false; delete b.dataset.pressed; }));

  // After a boosted page change the reader hears the title and stands at the heading.
  document.addEventListener("htmx:afterSettle", (event) => {
    reveal(document);
    const summary = $("[data-errors]", event.target);
    if (summary) { summary.focus(); return; }
    if (event.target !== document.body) return;
    const field = $("[autofocus]");
    if (field) { field.focus(); say(document.title); return; }
    const heading = $("h1");
    if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    say(document.title);
  });

  // What is asked for again and again rests while nobody looks.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.detail.elt.matches("[data-poll]")) event.preventDefault();
  });

  addEventListener("DOMContentLoaded", () => {
    reveal(document);
    $("[data-errors]")?.focus();
  });
})();
