// Follows a running job on its page; without this file the page is followed by loading it again.
(() => {
  "use strict";
  const box = document.querySelector("[data-job]");
  if (!box || !window.fetch) return;
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-job-words]");
  const again = box.querySelector("[data-job-again]");
  if (again) again.hidden = true;
  let wait = 700;
  const show = (job) => {
    if (job.over) {
      window.location.reload();
      return false;
    }
    if (words.textContent !== job.text) words.textContent = job.text;
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    } else {
      bar.removeAttribute("value");
    }
    return true;
  };
  const ask = async () => {
    let goesOn = true;
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) goesOn = show(await answer.json());
      else if (answer.status < 500) goesOn = false;
    } catch {
      wait = Math.min(wait * 2, 10000);
    }
    if (goesOn) setTimeout(ask, wait);
    else if (again) again.hidden = false;
    wait = Math.min(wait * 1.15, 3000);
  };
  setTimeout(ask, wait);
})();
