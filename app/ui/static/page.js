// Runs once when the page has loaded: citations and cards, copying, and the theme's language.
() => {
  document.documentElement.lang = "en";
  // In another site's page: the chat alone, and nothing kept, as browsers withhold our cookie there.
  const embedded = window.self !== window.top;
  if (embedded) {
    document.documentElement.classList.add("bw-embedded");
    const unticked = window.setInterval(() => {
      const keep = document.querySelector("#keep input");
      if (!keep) return;
      if (keep.checked) keep.click();
      else window.clearInterval(unticked);
    }, 100);
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.origin !== window.location.origin || link.hash) return;
      event.preventDefault();
      window.open(link.href, "_blank", "noopener");
    }, true);
  }
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  // On a narrow page a source opens under the line that cites it.
  const narrow = window.matchMedia("(max-width: 980px)");
  const open = (card, link) => {
    const line = link.closest("li, p");
    const old = line.querySelector(".bw-inline");
    const same = old && old.dataset.of === card.id;
    document.querySelectorAll(".bw-inline").forEach((e) => e.remove());
    if (same) return;
    const copy = card.cloneNode(true);
    copy.removeAttribute("id");
    copy.querySelectorAll("[id]").forEach((e) => e.removeAttribute("id"));
    copy.removeAttribute("aria-labelledby");
    copy.querySelectorAll(".bw-back").forEach((e) => e.remove());
    copy.classList.add("bw-inline");
    copy.dataset.of = card.id;
    line.append(copy);
    copy.focus({ preventScroll: true });
    copy.scrollIntoView({ block: "nearest" });
  };
  const show = (target) => {
    const group = target.closest(".bw-group");
    if (group) showGroup(group.dataset.turn);
    document.querySelectorAll(".bw-on").forEach((e) => e.classList.remove("bw-on"));
    target.classList.add("bw-on");
    target.focus({ preventScroll: true });
    const tall = target.offsetHeight > window.innerHeight * 0.8;
    target.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: tall ? "start" : "center" });
  };
  const showGroup = (turn) => {
    document.querySelectorAll(".bw-group").forEach((g) => { g.hidden = g.dataset.turn !== turn; });
  };
  // What administrators say to all.
  const announced = (box) => fetch(box.dataset.from).then((reply) => reply.json()).then(({ text }) => {
    box.textContent = text;
    box.hidden = !text;
  }).catch(() => {});
  const waiting = window.setInterval(() => {
    const said = document.querySelector("#bw-announcement");
    if (!said) return;
    window.clearInterval(waiting);
    announced(said);
  }, 100);
  let from = null;
  // What is copied: without marks of Markdown as plain text, and with headings and bold as rich text.
  const plainly = (text) => text.replace(/\*\*/g, "").replace(/^#+ /gm, "").replace(/^- /gm, "• ");
  const richly = (turn, plain) => {
    const answer = turn.querySelector(".bw-answer").cloneNode(true);
    answer.querySelectorAll("a").forEach((a) => a.replaceWith(`[${a.textContent}]`));
    const sources = document.createElement("div");
    plain.split("\n").filter((line) => /^\[\d+\] /.test(line)).forEach((line) => {
      const row = document.createElement("p");
      row.textContent = line;
      sources.append(row);
    });
    return answer.innerHTML + sources.innerHTML;
  };
  const copy = async (button) => {
    const said = button.parentElement.querySelector(".bw-copied");
    const plain = plainly(button.dataset.copy);
    try {
      const kinds = { "text/plain": plain, "text/html": richly(button.closest("article.bw-turn"), plain) };
      const blobs = Object.fromEntries(Object.entries(kinds).map(([k, v]) => [k, new Blob([v], { type: k })]));
      await navigator.clipboard.write([new ClipboardItem(blobs)]);
      said.textContent = "Copied";
    } catch {
      const area = document.createElement("textarea");
      area.value = plain;
      document.body.append(area);
      area.select();
      said.textContent = document.execCommand("copy") ? "Copied" : "Copying is not allowed here";
      area.remove();
    }
    window.setTimeout(() => { said.textContent = ""; }, 3000);
  };
  // Screen readers are told when an answer has arrived; the region has to be there before.
  const live = document.createElement("div");
  live.className = "bw-hidden";
  live.id = "bw-live";
  live.setAttribute("role", "status");
  document.body.append(live);
  const announce = (turn) => {
    const done = turn && turn.querySelector(".bw-tools");
    const text = done ? turn.dataset.summary : "";
    if (live.textContent !== text) live.textContent = text;
  };
  // The server sends each turn once; the turns before the last stay here, with their sources.
  let held = null;
  const holdEarlier = () => {
    const box = document.querySelector("#bw-earlier");
    const cards = document.querySelector("#bw-earlier-sources");
    if (!box || !cards) return;
    const now = document.querySelector("#bw-now article.bw-turn");
    const number = now ? Number(now.id.slice(1)) : 0;
    if (held && held.number < number && !box.querySelector(`#t${held.number}`)) {
      box.append(held.turn);
      if (held.group) cards.append(held.group);
    }
    for (const turn of [...box.children]) if (Number(turn.id.slice(1)) >= number) turn.remove();
    for (const group of [...cards.children]) if (Number(group.dataset.turn) >= number) group.remove();
    if (!now) held = null;
    else if (now.querySelector(".bw-tools, .bw-problem")) {
      const shown = document.querySelector(`.bw-sources .bw-group[data-turn="${number}"]`);
      const group = shown && shown.cloneNode(true);
      if (group) group.hidden = true;
      held = { number, turn: now.cloneNode(true), group };
    }
  };
  window.bothwaysPlace = () => {
    const turns = document.querySelectorAll("article.bw-turn");
    const last = turns[turns.length - 1];
    const kept = [...turns].reverse().find((t) => t.dataset.chat);
    return JSON.stringify({ chat: kept ? kept.dataset.chat : "", turns: last ? Number(last.id.slice(1)) : 0 });
  };
  // A new question comes into view, and its beginning again when the answer is whole.
  const waits = () => Boolean(document.querySelector("#bw-now .bw-busy"));
  let latest = 0;
  let arrived = false;
  new MutationObserver(() => {
    holdEarlier();
    const turns = document.querySelectorAll("article.bw-turn");
    const last = turns[turns.length - 1];
    announce(last);
    const asks = document.querySelector("#ask");
    if (asks && asks.disabled !== waits()) asks.disabled = waits();
    const done = last && last.querySelector(".bw-tools") ? 0.5 : 0;
    const number = last ? Number(last.id.slice(1)) + done : 0;
    if (number > latest) {
      const top = last.getBoundingClientRect().top;
      if (top < 0 || top > window.innerHeight / 2) last.scrollIntoView({ block: "start" });
    }
    latest = number;
    // Reloading the page opens the chat that it shows.
    const chat = last && last.dataset.chat;
    const address = chat ? `${location.pathname}?chat=${encodeURIComponent(chat)}` : location.pathname;
    if (arrived && address !== location.pathname + location.search) history.replaceState(null, "", address);
    arrived = arrived || Boolean(last);
  }).observe(document.body, { childList: true, subtree: true });
  const fill = (question) => {
    const box = document.querySelector("#question textarea, #question input");
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, question);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const ask = (question) => {
    fill(question);
    window.setTimeout(() => document.querySelector("#ask").click(), 50);
  };
  // A question in the address is put into the box; one that a screen of ours leads on with is asked.
  const given = new URLSearchParams(location.search).get("ask");
  if (given) {
    const ours = document.referrer.startsWith(`${location.origin}/`);
    const wait = window.setInterval(() => {
      if (!document.querySelector("#question textarea, #question input")) return;
      window.clearInterval(wait);
      fill(given.slice(0, 2000));
      if (ours) window.setTimeout(() => document.querySelector("#ask").click(), 50);
    }, 50);
  }
  // Feedback on an answer: a thumb up is sent at once, a thumb down asks for a reason first.
  const send = async (box, thumb, reason, note) => {
    const field = (name) => box.querySelector(`input[name="${name}"]`).value;
    const said = box.querySelector(".bw-said-so");
    const words = new URLSearchParams({ chat: field("chat"), turn: field("turn"), thumb, reason, note });
    try {
      const reply = await fetch(`${location.pathname.replace(/\/$/, "")}/feedback`, { method: "POST", body: words });
      if (!reply.ok) {
        const told = new DOMParser().parseFromString(await reply.text(), "text/html");
        throw new Error((told.querySelector(".bw-notice") || told.body).textContent.trim());
      }
      said.textContent = (await reply.json()).said;
      box.querySelector("form").hidden = true;
      box.querySelectorAll(".bw-thumb").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.thumb === thumb)));
    } catch (error) {
      said.textContent = `It was not kept. ${error.message}`;
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.bw-feedback-form");
    if (!form) return;
    event.preventDefault();
    const chosen = form.querySelector("input[type=radio]:checked");
    if (!chosen) {
      form.closest(".bw-feedback").querySelector(".bw-said-so").textContent = "Choose what is not right first.";
      form.querySelector("input[type=radio]").focus();
      return;
    }
    const reason = chosen.value;
    send(form.closest(".bw-feedback"), "down", reason, form.querySelector("textarea").value);
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("button.bw-chip");
    if (chip && !waits()) ask(chip.textContent);
  });
  document.addEventListener("click", (event) => {
    const thumb = event.target.closest("button.bw-thumb");
    if (!thumb) return;
    const box = thumb.closest(".bw-feedback");
    const form = box.querySelector("form");
    if (thumb.dataset.thumb === "up") { send(box, "up", "", ""); return; }
    form.hidden = !form.hidden;
    thumb.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input").focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#t']");
    if (link) {
      const isBack = link.classList.contains("bw-back");
      const id = link.getAttribute("href").slice(1);
      const first = id.includes("-c")
        ? document.querySelector(`[data-back="${id}"]`) || document.getElementById(id)
        : document.getElementById(id);
      const target = isBack && from && from.isConnected ? from : first;
      if (target) {
        event.preventDefault();
        if (!isBack) from = link;
        if (!isBack && narrow.matches && target.classList.contains("bw-card")) open(target, link);
        else show(target);
      }
      return;
    }
    const button = event.target.closest("button.bw-copy, button.bw-show-sources");
    if (!button) return;
    if (button.classList.contains("bw-copy")) copy(button);
    else {
      showGroup(button.dataset.turn);
      const group = document.querySelector(`.bw-group[data-turn="${button.dataset.turn}"]`);
      if (group) group.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
    }
  });
}
