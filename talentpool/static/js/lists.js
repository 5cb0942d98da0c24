// Choosing people in a list: the page, everybody who fits the filters, and how many.
(() => {
  "use strict";
  const form = document.getElementById("bulk");
  if (!form) return;
  const picks = [...document.querySelectorAll("[data-pick]")];
  const page = form.querySelector("[data-pick-page]");
  const everyone = form.querySelector("[data-pick-everyone]");
  const count = form.querySelector("[data-pick-count]");
  const button = count.closest("button");
  const show = () => {
    const chosen = everyone.checked ? Number(count.dataset.total) : picks.filter((one) => one.checked).length;
    count.textContent = chosen ? ` (${chosen})` : "";
    button.disabled = chosen === 0;
    page.checked = picks.length > 0 && picks.every((one) => one.checked);
    for (const one of [...picks, page]) one.disabled = everyone.checked;
  };
  page.addEventListener("change", () => {
    for (const one of picks) one.checked = page.checked;
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick], [data-pick-everyone]")) show();
  });
  window.addEventListener("pageshow", show);
  show();
})();

// The form of a bulk act shows the field of the chosen act only.
(() => {
  "use strict";
  const form = document.querySelector(".bulk-form");
  if (!form) return;
  const show = () => {
    const act = form.querySelector("[name=act]:checked");
    for (const part of form.querySelectorAll("[data-for-acts]")) {
      part.hidden = !act || !part.dataset.forActs.split(" ").includes(act.value);
    }
  };
  form.addEventListener("change", show);
  show();
})();
