// Progressive enhancement only: every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const GUARD_MS = 8000;

  // `/` goes to the search of people.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // The menu as a drawer on small screens; what lies under it cannot be reached meanwhile.
  const menu = document.getElementById("menu");
  const sheet = document.querySelector(".sheet");
  let opener = null;
  const openMenu = (from) => {
    opener = from;
    menu.classList.add("is-open");
    if (sheet) sheet.inert = true;
    menu.querySelector("[data-menu-close]").focus();
  };
  const closeMenu = () => {
    if (!menu || !menu.classList.contains("is-open")) return;
    menu.classList.remove("is-open");
    if (sheet) sheet.inert = false;
    if (opener) opener.focus();
    opener = null;
  };
  window.matchMedia("(min-width: 768px)").addEventListener("change", closeMenu);

  // Small menus close on Escape and on a click elsewhere.
  const closeDrops = (except) => {
    for (const drop of document.querySelectorAll("details[data-drop][open]")) {
      if (drop === except) continue;
      if (drop.contains(document.activeElement)) drop.querySelector("summary").focus();
      drop.open = false;
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeDrops(null);
    closeMenu();
  });

  // A row opens the link it holds.
  const openRow = (event) => {
    const row = event.target.closest("tr.can-open");
    if (!row || event.target.closest("a, button, input, select, label, summary, textarea")) return;
    if (String(window.getSelection()) !== "") return;
    const link = row.querySelector(".row-link");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    closeDrops(target.closest("details[data-drop]"));
    const open = target.closest("[data-menu-open]");
    const inMenu = menu && menu.contains(target);
    if (open) {
      event.preventDefault();
      openMenu(open);
    } else if (target.closest("[data-menu-close]")) {
      event.preventDefault();
      closeMenu();
    } else if (!inMenu) {
      closeMenu();
    }
    if (target.closest("[data-back]")) window.history.back();
    else if (target.closest("[data-print]")) window.print();
    else openRow(event);
  });

  // Filters send themselves; empty ones stay out of the address.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (!form || event.target.matches("[type=search], [type=text]")) return;
    form.requestSubmit();
  });
  const dropEmpty = (form) => {
    for (const field of form.elements) {
      if (field.name && field.value === "" && !field.disabled) {
        field.disabled = true;
        setTimeout(() => { field.disabled = false; }, 0);
      }
    }
  };

  // Questions before an act, in one dialog.
  const ask = document.getElementById("ask");
  const confirmed = new WeakSet();
  let waiting = null;
  const question = (form, submitter) => {
    const source = submitter && submitter.dataset.confirm ? submitter : form;
    const title = ask.querySelector("#ask-title");
    const yes = ask.querySelector("[data-ask=yes]");
    title.textContent = source.dataset.confirmTitle || title.dataset.default;
    ask.querySelector("#ask-text").textContent = source.dataset.confirm;
    yes.textContent = source.dataset.confirmAct || (submitter && submitter.textContent.trim()) || yes.dataset.default;
    waiting = { form, submitter };
    ask.showModal();
    ask.querySelector("[data-ask=no]").focus();
  };
  if (ask) {
    ask.addEventListener("click", (event) => {
      const answer = event.target.closest("[data-ask]");
      if (!answer && event.target !== ask) return;
      const { form, submitter } = waiting || {};
      ask.close();
      if (answer && answer.dataset.ask === "yes" && form) {
        confirmed.add(form);
        form.requestSubmit(submitter || undefined);
      }
    });
    ask.addEventListener("close", () => { waiting = null; });
  }

  // A form is sent once.
  const guard = (event, form) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const buttons = form.querySelectorAll("button[type=submit]");
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), GUARD_MS);
  };
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  };
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) release(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asks = form.dataset.confirm || (event.submitter && event.submitter.dataset.confirm);
    if (asks && ask && !confirmed.has(form)) {
      event.preventDefault();
      question(form, event.submitter);
      return;
    }
    confirmed.delete(form);
    if (form.method === "get") dropEmpty(form);
    if (form.hasAttribute("data-guard")) guard(event, form);
  });

  // What was refused is said first; “back” is offered where there is a page to go back to.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  for (const back of document.querySelectorAll("[data-back]")) back.hidden = window.history.length < 2;
})();
