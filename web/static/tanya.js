// Makes the page quicker to use; every part of it also works without this file.
"use strict";
(() => {
  const body = document.body;
  const byId = (id) => document.getElementById(id);
  body.classList.add("scripted");
  const middle = (root) => root.querySelector("mark")?.scrollIntoView({ block: "center" });

  // ---- Uploads and running jobs
  const drop = byId("drop"), job = byId("job");
  if (drop) {
    for (const name of ["dragover", "dragleave", "drop"]) drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) { byId("files").files = event.dataTransfer.files; drop.requestSubmit(); }
    });
  }
  const follow = async () => {
    const response = await fetch("/admin/builds/now", { headers: { Accept: "application/json" } }).catch(() => null);
    const now = response?.ok && (await response.json()).job;
    if (!now) return;
    const bar = job.querySelector("progress"), running = now.outcome === "running";
    job.querySelector(".job-label").textContent = now.label;
    if (now.total) { bar.max = now.total; bar.value = now.done; } else bar.removeAttribute("value");
    const left = now.left_s === null ? "" : " · " + job.dataset.left.replace("{}", now.left_s);
    job.querySelector(".job-count").textContent = running ? `${now.stage} ${now.done}${now.total ? "/" + now.total : ""}${left}` : "";
    if (running) { setTimeout(follow, 700); return; }
    location.replace(location.pathname);
  };
  if (job?.dataset.outcome === "running") follow();

  const ask = byId("ask");
  if (!ask) { middle(document); return; }

  const words = byId("words").dataset;
  const thread = byId("thread"), box = byId("q"), proof = byId("proof"), live = byId("live");
  const narrow = matchMedia("(max-width: 999px)");
  let opener = null;

  // ---- The proof panel
  const showProof = () => {
    body.classList.add("has-proof", "proof-open");
    middle(proof);
    if (narrow.matches) proof.querySelector(".close")?.focus();
  };
  const hideProof = () => {
    body.classList.remove("has-proof", "proof-open");
    markActive(null);
    opener?.focus();
  };
  const markActive = (link) => {
    for (const old of document.querySelectorAll(".mark[aria-current], .cited [aria-current]")) old.removeAttribute("aria-current");
    if (!link?.dataset.number) return;
    for (const same of link.closest(".turn").querySelectorAll(`[data-number="${link.dataset.number}"]`)) same.setAttribute("aria-current", "true");
  };
  const openProof = async (link, quietly) => {
    const { article, span, number } = link.dataset;
    const path = article.split("/").map(encodeURIComponent).join("/");
    let response;
    try { response = await fetch(`/articles/${path}?quote=${span}&part=1`, { headers: { Accept: "text/html" } }); } catch { response = null; }
    if (!response?.ok) { location.href = link.href; return; }
    proof.innerHTML = await response.text();
    if (number) proof.querySelector(".number").textContent = " " + number;
    markActive(link);
    if (quietly && narrow.matches) return;
    if (!quietly) {
      opener = link;
      const here = number ? new URL(link.href) : new URL(location.href);
      here.hash = "";
      if (narrow.matches) history.pushState({ proof: true }, "", here); else history.replaceState(history.state, "", here);
    }
    showProof();
  };
  addEventListener("popstate", () => {
    if (body.classList.contains("proof-open") && narrow.matches) hideProof(); else location.reload();
  });
  proof.addEventListener("click", (event) => {
    if (!event.target.closest(".close")) return;
    event.preventDefault();
    if (narrow.matches && history.state?.proof) history.back(); else hideProof();
  });

  // ---- Asking
  const size = () => {
    if (CSS.supports("field-sizing", "content")) return;
    box.style.height = "auto";
    box.style.height = box.scrollHeight + "px";
  };
  const readEvents = async (response, handlers) => {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      waiting += value;
      const blocks = waiting.split("\n\n");
      waiting = blocks.pop();
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block)?.[1];
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (name && data) handlers[name]?.(JSON.parse(data));
      }
    }
  };
  const element = (tag, className, text = "") => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const fail = (turn, question, error) => {
    const failed = element("div", "failed");
    failed.setAttribute("role", "alert");
    failed.append(element("p", "", error?.message || words.failed), element("p", "hint", error?.hint || ""));
    const again = element("button", "primary", words.retry);
    again.type = "button";
    again.addEventListener("click", () => { turn.remove(); submit(question); });
    failed.append(again);
    turn.querySelector(".progress").replaceWith(failed);
  };
  const finish = (turn, question, done) => {
    const holder = document.createElement("template");
    holder.innerHTML = done.html;
    const made = holder.content.firstElementChild;
    turn.replaceWith(made);
    dress(made);
    byId("conversation").value = done.conversation;
    history.pushState(null, "", done.url);
    document.title = `${question} – ${words.name}`;
    live.textContent = `${words.done} ${done.say}`;
    remember(done.conversation, question);
    const first = made.querySelector(".mark");
    if (first && !narrow.matches) openProof(first, true);
    if (!first) hideProof();
    made.scrollIntoView({ block: "start" });
  };
  const remember = (conversation, question) => {
    const list = byId("history"), href = `/conversations/${conversation}`;
    let link = [...list.querySelectorAll("a")].find((known) => known.getAttribute("href") === href);
    if (!link) {
      link = element("a", "", question);
      link.href = href;
      list.append(element("li", ""));
      list.lastChild.append(link);
      list.parentElement.querySelector("p.hint")?.remove();
    }
    for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "page");
    list.prepend(link.parentElement);
  };
  const submit = async (question) => {
    const send = ask.querySelector("button");
    if (!question.trim() || send.disabled) return;
    send.disabled = true;
    thread.querySelector(".empty")?.remove();
    body.classList.remove("is-empty");
    const turn = element("article", "turn"), progress = element("div", "progress");
    progress.append(element("p", "reading", words.searching));
    turn.append(element("h2", "question", question), progress);
    thread.append(turn);
    turn.scrollIntoView({ block: "start" });
    live.textContent = words.searching;
    box.value = "";
    if (narrow.matches) box.blur();
    box.placeholder = box.dataset.followUp;
    size();
    const form = new URLSearchParams(new FormData(ask));
    form.set("q", question);
    let text = null, ended = false;
    try {
      const response = await fetch("/chat", { method: "POST", body: form, headers: { Accept: "text/event-stream" } });
      if (!response.ok) {
        ended = true;
        fail(turn, question, (await response.json().catch(() => ({}))).error);
      } else {
        await readEvents(response, {
          passages: (event) => { progress.innerHTML = event.html; },
          delta: (event) => {
            if (!text) progress.append(text = element("p", "text", ""));
            text.textContent += event.text;
          },
          answer: (event) => { ended = true; finish(turn, question, event); },
          error: (event) => { ended = true; fail(turn, question, event.error); },
        });
      }
    } catch { /* Cut off: said below. */ }
    if (!ended) fail(turn, question, null);
    send.disabled = false;
    if (!narrow.matches) box.focus({ preventScroll: true });
  };
  ask.addEventListener("submit", (event) => { event.preventDefault(); submit(box.value.trim()); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ask.requestSubmit();
  });
  box.addEventListener("input", size);

  // ---- An answer's buttons
  const copyable = (turn) => {
    const lines = [turn.querySelector(".question").textContent];
    for (const part of turn.querySelectorAll(".answer .value, .answer > .as-of, .conflicts .as-of, .refusal, .quotes p, .text p, .superseded li, .note")) {
      const clone = part.cloneNode(true);
      for (const tip of clone.querySelectorAll(".tip")) tip.remove();
      for (const mark of clone.querySelectorAll(".mark")) mark.textContent = ` [${mark.textContent}]`;
      lines.push(clone.textContent.replace(/\s+/g, " ").trim());
    }
    const cited = [...turn.querySelectorAll(".cited li")].map((item) =>
      `[${item.value}] ${item.querySelector("a").textContent}, ${item.querySelector(".as-of").textContent}: “${item.querySelector("q").textContent}”`);
    if (cited.length) lines.push("", words.sources + ":", ...cited);
    lines.push("", new URL(turn.querySelector(".actions .link").href).href);
    return lines.join("\n");
  };
  const dress = (root) => {
    for (const button of root.querySelectorAll(".copy, .print")) button.hidden = false;
  };
  const put = async (text) => {
    try { await navigator.clipboard.writeText(text); return; } catch { /* Not a secure origin: the old way. */ }
    const area = element("textarea", "unseen");
    area.value = text;
    body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  const tell = (turn, text) => { turn.querySelector(".told").textContent = text; };
  thread.addEventListener("click", async (event) => {
    const turn = event.target.closest(".turn");
    const example = event.target.closest("[data-ask]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    const link = event.target.closest("a[data-article]");
    if (example && plain) { event.preventDefault(); submit(example.dataset.ask); }
    else if (link && plain) { event.preventDefault(); openProof(link, false); }
    else if (event.target.closest(".copy")) { await put(copyable(turn)); tell(turn, words.copied); }
    else if (event.target.closest(".print")) print();
    else if (event.target.closest(".link") && plain) {
      event.preventDefault();
      const { href } = event.target.closest(".link");
      history.replaceState(history.state, "", href);
      await put(href);
      tell(turn, words.copied);
    }
  });
  thread.addEventListener("submit", async (event) => {
    const form = event.target.closest(".rate");
    if (!form) return;
    event.preventDefault();
    const turn = form.closest(".turn"), rating = event.submitter.value;
    const sent = { answer_id: form.elements.answer_id.value, rating, comment: form.elements.comment.value };
    const response = await fetch("/feedback", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) }).catch(() => null);
    if (!response?.ok) { tell(turn, words.failed); return; }
    for (const button of form.querySelectorAll(".icon")) button.setAttribute("aria-pressed", String(button.value === rating));
    const reason = form.querySelector(".reason"), asking = rating === "down" && !sent.comment && reason.hidden;
    reason.hidden = !asking;
    if (asking) reason.querySelector("input").focus(); else tell(turn, words.thanks);
  });

  // ---- Keys: "/" to the box, Escape closes the proof
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); box.focus(); }
    if (event.key === "Escape" && body.classList.contains("has-proof") && proof.firstElementChild) proof.querySelector(".close").click();
  });

  // ---- A page that came with its answer
  if (narrow.matches) document.querySelector(".history-box").open = false;
  dress(document);
  const active = document.querySelector(".turn:last-child");
  if (body.classList.contains("has-proof") && (!narrow.matches || body.classList.contains("proof-asked"))) showProof();
  active?.scrollIntoView({ block: "start" });
})();
