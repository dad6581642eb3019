// Citations and cards, a copy of what is typed until it is sent, and questions before deleting.
document.addEventListener("DOMContentLoaded", () => {
  // Beside the chat only the reflection itself is shown, and links elsewhere open as a page.
  if (window.parent !== window) {
    document.body.classList.add("bw-framed");
    document.querySelectorAll("a[href]").forEach((link) => {
      if (link.origin !== location.origin || !link.pathname.startsWith(location.pathname.match(/^.*\/talk/)?.[0] ?? " ")) link.target = "_top";
    });
  }
  // What administrators say to all.
  const announced = (box) => fetch(box.dataset.from).then((reply) => reply.json()).then(({ text }) => {
    box.textContent = text;
    box.hidden = !text;
  }).catch(() => {});
  const said = document.querySelector("#bw-announcement");
  if (said) announced(said);
  let from = null;
  const show = (target) => {
    document.querySelectorAll(".bw-on").forEach((e) => e.classList.remove("bw-on"));
    target.classList.add("bw-on");
    const fold = target.closest("details");
    if (fold) fold.open = true;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  };
  // The browser's own way back leads to where one came from as well.
  window.addEventListener("popstate", () => { if (from && from.isConnected) show(from); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#t']");
    if (!link) return;
    const id = link.getAttribute("href").slice(1);
    const back = link.classList.contains("bw-back");
    const first = document.getElementById(id) || document.querySelector(`[data-back="${id}"]`);
    const target = back && from && from.isConnected ? from : first;
    if (!target) return;
    event.preventDefault();
    if (!back) {
      from = link;
      history.pushState(null, "", `#${id}`);
    }
    show(target);
  });
  document.querySelectorAll("form[data-sure]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (!window.confirm(form.dataset.sure)) event.preventDefault();
    });
  });
  // Times are kept in UTC; whoever reads them sees their own.
  const told = { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" };
  document.querySelectorAll("time[datetime]").forEach((time) => {
    const when = new Date(time.dateTime);
    time.textContent = new Intl.DateTimeFormat(navigator.language || "en", told).format(when);
  });
  document.querySelectorAll("input[type=date][data-today]").forEach((day) => {
    const now = new Date();
    const own = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    if (day.value === day.dataset.today) day.value = day.defaultValue = own;
  });
  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.addEventListener("click", () => window.print());
  });
  // What takes longer than a moment says so.
  const busy = (event, place) => {
    window.setTimeout(() => {
      if (event.defaultPrevented) return;
      const line = document.createElement("p");
      line.setAttribute("role", "status");
      line.className = "bw-busy";
      place.append(line);
      line.textContent = "Working on it… The first time after a start can take a while.";
    }, 700);
  };
  document.querySelectorAll("form[method=post]").forEach((form) => {
    form.addEventListener("submit", (event) => busy(event, form));
  });
  document.querySelectorAll("a[data-wait]").forEach((link) => {
    link.addEventListener("click", (event) => busy(event, link.parentElement));
  });
  let unsent = false;
  // How far documents are that are being made ready; whole again when the last one is.
  const root = document.querySelector("[data-library]");
  const look = async () => {
    const lines = [...root.querySelectorAll(".bw-progress")];
    if (!lines.length) return;
    try {
      const states = await (await fetch(root.dataset.library)).json();
      let done = false;
      lines.forEach((line) => {
        const now = states[line.dataset.id];
        if (!now || now.state === "ready" || now.state === "failed") { done = true; return; }
        line.textContent = now.of ? `Being made ready: ${now.done} of ${now.of} passages` : "Being read…";
        if (now.of) line.append(Object.assign(document.createElement("progress"), { max: now.of, value: now.done, ariaHidden: "true" }));
      });
      if (done && !unsent) { location.replace(location.pathname); return; }
    } catch { /* The page goes on as it is; its link looks again. */ }
    setTimeout(look, 1500);
  };
  if (root) setTimeout(look, 800);
  // Files that are dropped anywhere on the form are those of its box.
  document.querySelectorAll("form.bw-drop").forEach((form) => {
    const box = form.querySelector("input[type=file]");
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("bw-over"); });
    form.addEventListener("dragleave", () => form.classList.remove("bw-over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("bw-over");
      if (event.dataTransfer.files.length) box.files = event.dataTransfer.files;
    });
  });
  // Leaving a page with words that were not sent asks first.
  document.querySelectorAll("form[method=post] :is(textarea, input)").forEach((area) => {
    area.addEventListener("input", () => { unsent = true; });
    area.form.addEventListener("submit", () => { unsent = false; });
  });
  window.addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
});
