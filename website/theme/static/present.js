// An episode on a projector: a screen at a time, split by what fits. The keys of a remote step through all of it.
(() => {
  const root = document.documentElement;
  const article = document.querySelector("article");
  const main = document.getElementById("content");
  const button = document.querySelector("button.present");
  const folder = button.dataset.script.replace(/[^/]*$/, "");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const BAR = 44; // pixels of the controls at the foot of the screen
  const LEAST = 3; // lines
  const GATHERED = "section, .box, .box-body, .cell, .cell_input, .cell_output, .output, ul, ol, dl, table, thead, tbody, .table-place, .table-wrapper, pre, [class*=highlight-], .highlight, blockquote, figure";
  const SKIPPED = ".instructor, .copy, .said, .headerlink, colgroup, style, span:empty:not(.line)";
  let screens = [];
  let now = 0;
  let begun = 0;
  let bar = null;
  let notes = null;
  let original = "";

  // Pieces: what is shown whole or not at all. What holds pieces is shown when one of them is.

  function pieces(node, found = []) {
    for (const child of [...node.children]) {
      if (child.matches(SKIPPED)) continue;
      if (child.matches("pre")) lines(child);
      const holds = child.matches(GATHERED) && child.children.length && !child.matches(".overview, .math");
      if (holds) pieces(child, found);
      else found.push(child);
    }
    return found;
  }

  // The lines of code become pieces, each with the colours that it has.
  function lines(pre) {
    const made = [[]];
    const walk = (node, wrap) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          child.textContent.split("\n").forEach((text, place) => {
            if (place) made.push([]);
            if (text) made.at(-1).push(wrap(document.createTextNode(text)));
          });
        } else {
          walk(child, (inner) => {
            const copy = child.cloneNode(false);
            copy.append(inner);
            return wrap(copy);
          });
        }
      }
    };
    walk(pre, (inner) => inner);
    while (made.length && !made.at(-1).length) made.pop();
    pre.replaceChildren(...made.map((parts) => {
      const line = document.createElement("span");
      line.className = "line";
      line.append(...parts);
      return line;
    }));
  }

  // A heading, or the title of a box, stays on each screen of what it stands over.
  const isTitle = (piece) => piece.matches("h1, h2, h3, h4, .box-title, thead tr");
  const stands = (title, piece) => title.parentElement.closest("section, .box, table").contains(piece);

  function titlesOf(piece, found) {
    const isNamed = piece.closest(".box .box"); // by the boxes around it: the room for a section's title is for code
    const over = found.filter((one) => isTitle(one) && one !== piece && stands(one, piece) && !(isNamed && one.matches("section > h2, section > h3")));
    return over.filter((one) => !(one.matches("h1") && found.indexOf(piece) > found.indexOf(one) + 1 && piece.closest("section section, .keypoints")));
  }

  // What a screen begins with: a section, a solution, an output behind a challenge's options.
  const startsScreen = (piece) => piece.matches("h2, :is(.keypoints, .solution, .challenge, .exercise) > .box-title");

  function show(shown, found) {
    const visible = new Set(shown.flatMap((piece) => [...titlesOf(piece, found), piece]));
    for (const piece of found) piece.classList.toggle("off", !visible.has(piece));
    for (const holder of all(GATHERED, article)) {
      if (found.includes(holder)) continue;
      const holds = [...visible].some((piece) => holder.contains(piece) || piece.contains(holder));
      holder.classList.toggle("off", !holds);
    }
    for (const one of all("details", article)) one.open = true;
  }

  const fits = () => article.getBoundingClientRect().bottom <= innerHeight - BAR - 8;

  // What belongs together and misses a screen by little is set in smaller type. Says whether it fits then.
  const SMALLER = ["snug", "tight"];
  const NARROWER = ["narrow", "narrower"];
  const CHANGED = ["off", ...SMALLER, ...NARROWER];

  function unchanged(within) {
    for (const one of all(CHANGED.map((name) => `.${name}`).join(), within)) one.classList.remove(...CHANGED);
  }

  function fitsTogether(before, group, found, sizes = []) {
    for (const size of [null, ...sizes]) {
      if (size) for (const piece of group) piece.classList.add(size);
      show([...before, ...group], found);
      if (fits()) return true;
      if (size) for (const piece of group) piece.classList.remove(size);
    }
    return false;
  }

  // Code with long lines is set in smaller type, if none of them wraps then.
  function fitLines() {
    for (const one of all("details", article)) one.open = true;
    const wraps = (line) => line.offsetHeight > 2 * parseFloat(getComputedStyle(line).fontSize);
    for (const pre of all("pre", article)) {
      for (const size of NARROWER) if (all(".line", pre).some(wraps)) pre.classList.add(size);
      if (all(".line", pre).some(wraps)) pre.classList.remove(...NARROWER); // a long message: it may wrap
    }
  }

  // As many pieces on a screen as fit; what is too high by itself is set in smaller type.
  function split() {
    const found = pieces(article);
    fitLines();
    const made = [];
    let rest = found.filter((piece) => !isTitle(piece) || startsScreen(piece));
    rest = rest.filter((piece, place) => !isTitle(piece) || !rest[place + 1] || stands(piece, rest[place + 1]));
    let shown = [];
    const within = (holder) => (holder ? rest.filter((piece) => holder.contains(piece) && !isTitle(piece)) : []);
    // Of a challenge, what is asked; of a solution, what it says.
    const asked = (title) => within(title.parentElement).filter((piece) => title.matches("summary") || !piece.closest("details"));
    const begin = (title) => {
      const group = title.matches(".box .box-title") ? asked(title) : [];
      const sizes = shown.length === 1 ? ["snug"] : []; // rather than a sentence left alone
      const leads = title.matches(".challenge > .box-title") && group.length && fitsTogether(shown, group, found, sizes);
      if (leads) return;
      close();
      if (group.length > 1) fitsTogether([], group, found, SMALLER);
    };
    const announces = (piece) => piece?.matches('p:has(+ [class*="highlight-"])') || (piece?.matches("p") && piece.textContent.trim().endsWith(":"));
    // A cell or table that fits a screen is not split: it goes to the next one, with the sentence that leads to it.
    const beginningOf = (piece, before) => {
      const whole = within(piece.closest(".cell, table"));
      const from = before.indexOf(whole[0]);
      if (from < 1 || !fitsTogether([], whole, found)) return [];
      const lead = before[from - 1];
      if (from === 1 && announces(lead)) return []; // it is rather split than a sentence left alone
      return before.splice(from > 1 && announces(lead) && fitsTogether([lead], whole, found) ? from - 1 : from);
    };
    // Nor does a sentence that leads to something end a screen.
    const leadOf = (piece, before) => {
      const lead = before.at(-1);
      return before.length > 1 && announces(lead) && fitsTogether([lead], [piece], found) ? before.splice(-1) : [];
    };
    // Code that is too long for a screen is broken behind a blank line: between functions, or at least between steps.
    const sinceBlankLine = (piece, before) => {
      const pre = piece.matches(".line") && piece.closest("pre");
      const code = pre ? before.filter((one) => pre.contains(one)) : [];
      const indent = (line) => line.textContent.search(/\S|$/);
      const least = Math.min(...code.filter((line) => line.textContent.trim()).map(indent)); // C may stand within a text of Python
      const ends = (place, apart) => place > 0 && !code[place - 1].textContent.trim() && !(apart && indent(code[place]) > least);
      const places = [...code.keys()].filter((place) => place * 3 >= code.length).reverse();
      const from = [true, false].map((apart) => places.find((place) => ends(place, apart))).find(Boolean);
      return from ? before.splice(before.indexOf(code[from])) : [];
    };
    // Code or an output that is broken anywhere else has three lines and more on both screens, or is not broken.
    const keptTogether = (piece, before) => {
      const lines = within(piece.closest("pre"));
      const there = before.filter((one) => lines.includes(one));
      if (!there.at(-1)?.textContent.trim()) return [];
      const missing = Math.max(LEAST - (lines.length - lines.indexOf(piece)), 0);
      if (there.length - missing >= LEAST) return missing ? before.splice(-missing) : [];
      const isPossible = there.length && before.some((one) => !isTitle(one) && !there.includes(one)) && fitsTogether([], [...there, piece], found);
      return isPossible ? before.splice(-there.length) : [];
    };
    const close = () => {
      if (shown.some((piece) => !isTitle(piece))) made.push(shown);
      shown = [];
    };
    // What stays where it is, in smaller type: the end of a cell, table or list, and the last sentences of a section or box.
    const staysWith = (piece, next, before) => {
      const whole = within(piece.closest(".cell") ?? piece.closest("table, ul, ol, pre"));
      const others = before.filter((one) => !whole.includes(one));
      const isAlone = others.length === 1 && announces(others[0]);
      if (before.includes(whole[0]) && fitsTogether(others, whole, found, isAlone ? SMALLER : ["snug"])) return true;
      const box = piece.closest(".box");
      const isLast = !next || startsScreen(next) || (box && !box.contains(next));
      const ends = piece.matches("p, li") && isLast && !before.some((one) => one.matches(".snug, .tight"));
      return ends && fitsTogether([], [...before, piece], found, ["snug"]);
    };
    for (const [place, piece] of rest.entries()) {
      if (startsScreen(piece)) {
        begin(piece);
        continue;
      }
      show([...shown, piece], found);
      if (!fits() && shown.length && !staysWith(piece, rest[place + 1], shown)) {
        const moved = [beginningOf, sinceBlankLine, keptTogether, leadOf].reduce((taken, take) => (taken.length ? taken : take(piece, shown)), []);
        close();
        shown = moved;
        show([...shown, piece], found);
      }
      if (!fits()) piece.classList.add("tight");
      shown.push(piece);
      const last = piece.matches("li:last-child") && piece.closest(".options");
      if (last) close(); // the options first, the answer on the next step
    }
    close();
    return { found, made };
  }

  // A section may go on behind one that it holds: its screens are counted, not those between them.
  const sectionOf = (shown) => shown[0].closest("section");
  const screensOf = (id) => screens.made.filter((shown) => sectionOf(shown).id === id);

  function placeOf(shown) {
    const { id } = sectionOf(shown);
    return { id, part: screensOf(id).indexOf(shown) + 1 };
  }

  // What a screen is about: the title of its box or section, and a number from the second screen on.
  const holderOf = (shown) => shown[0].closest(".box") ?? sectionOf(shown);

  function nameOf(shown) {
    const holder = holderOf(shown);
    const title = holder.querySelector(holder.matches(".box") ? ".box-title" : "h1, h2, h3");
    const parts = [...title.childNodes].filter((node) => !node.matches?.(".headerlink")).map((node) => node.textContent.trim());
    const number = screens.made.filter((other) => holderOf(other) === holder).indexOf(shown) + 1;
    const name = title.matches(".box-title") ? parts.filter(Boolean).join(": ") : title.innerText.replace(/\s*#$/, "");
    return number > 1 ? `${name} (${number})` : name;
  }

  // Steps

  // Blank lines at which code was broken take no room: a box that is empty below looks as if more came.
  function closeUp(shown) {
    const isBlank = (one) => one.matches(".line") && !one.textContent.trim();
    const isEdge = (one, next) => isBlank(one) && (!next || next.closest("pre") !== one.closest("pre") || next.matches(".edge"));
    for (const one of all(".edge", article)) one.classList.remove("edge");
    for (const way of [shown, shown.toReversed()]) way.forEach((one, place) => one.classList.toggle("edge", one.matches(".edge") || isEdge(one, way[place - 1])));
  }

  function go(place) {
    now = Math.min(Math.max(place, 0), screens.made.length - 1);
    show(screens.made[now], screens.found);
    closeUp(screens.made[now]);
    root.classList.remove("black");
    bar.querySelector("[role=status]").textContent = `${now + 1} of ${screens.made.length}`;
    const { id, part } = placeOf(screens.made[now]);
    history.replaceState(null, "", `#present/${id}/${part}`);
    main.scrollTop = 0;
    tell();
  }

  function control(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  }

  function controls() {
    const made = document.createElement("div");
    made.className = "steps";
    made.setAttribute("role", "toolbar");
    made.setAttribute("aria-label", "Presentation");
    const place = document.createElement("span");
    place.setAttribute("role", "status");
    made.append(
      control("Previous", () => go(now - 1)), place, control("Next", () => go(now + 1)),
      control("Overview", overview), control("Notes", openNotes), control("End", end),
    );
    return made;
  }

  // All screens at a glance

  function overview() {
    const dialog = document.createElement("dialog");
    dialog.className = "overview-of-screens";
    dialog.setAttribute("aria-label", "All screens");
    const title = document.createElement("h2");
    title.textContent = "All screens";
    const list = document.createElement("ol");
    screens.made.forEach((shown, place) => {
      const entry = control(`${place + 1}. ${nameOf(shown)}`, () => {
        dialog.close();
        go(place);
      });
      if (place === now) entry.setAttribute("aria-current", "true");
      const item = document.createElement("li");
      item.append(entry);
      list.append(item);
    });
    dialog.append(title, list);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("keydown", (event) => walk(event, all("button", list)));
    main.append(dialog);
    dialog.showModal();
    list.querySelector("[aria-current]")?.focus();
  }

  // The keys that step through screens step through the list of them.
  function walk(event, entries) {
    const step = steps[event.key];
    if (!step || event.key === " ") return;
    event.preventDefault();
    const place = entries.indexOf(document.activeElement) + step;
    entries[Math.min(Math.max(place, 0), entries.length - 1)].focus();
  }

  // A second window for whoever speaks: notes, the next screen, the time

  const NOTES = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title></head>
<body><header><p id="clock" role="timer"></p><p id="place"></p></header>
<main><h1>Next</h1><div id="next" tabindex="0" role="region" aria-label="Next screen"></div><h1>Notes</h1><div id="said"></div></main></body></html>`;

  function openNotes() {
    notes = open("", "lesson-notes", "width=900,height=760");
    if (!notes) return;
    notes.document.open();
    notes.document.write(NOTES);
    notes.document.close();
    for (const sheet of all("link[rel=stylesheet]")) {
      const link = notes.document.createElement("link");
      Object.assign(link, { rel: "stylesheet", href: sheet.href });
      notes.document.head.append(link);
    }
    notes.document.documentElement.className = "js notes-window";
    notes.document.documentElement.dataset.view = "instructor";
    notes.addEventListener("keydown", onKey);
    const said = notes.document.getElementById("said");
    for (const one of all(".box.instructor .box-body", article)) said.append(withoutNames(one));
    if (!said.children.length) said.textContent = "There are no notes in this episode.";
    tell();
  }

  function withoutNames(node) {
    const copy = notes.document.importNode(node, true);
    for (const one of [copy, ...all("[id]", copy)]) one.removeAttribute("id");
    copy.classList.remove(...CHANGED);
    unchanged(copy);
    for (const one of all(".copy, .headerlink", copy)) one.remove();
    return copy;
  }

  function tell() {
    if (!notes || notes.closed) return;
    const next = screens.made[now + 1] ?? [];
    const shown = [...new Set(next.flatMap((piece) => [...titlesOf(piece, screens.found), piece]))];
    const place = notes.document.getElementById("next");
    place.replaceChildren();
    shown.forEach((piece, number) => {
      const copy = withoutNames(piece);
      const isLine = piece.matches("span.line");
      if (!isLine && !copy.matches("tr, li")) return place.append(copy);
      if (isLine && number && piece.closest("pre") === shown[number - 1].closest("pre")) {
        place.lastChild.textContent += `\n${copy.textContent}`;
        return;
      }
      const holder = notes.document.createElement(isLine ? "pre" : "div");
      if (!isLine) holder.className = "piece";
      holder.textContent = copy.textContent;
      place.append(holder);
    });
    if (!shown.length) place.textContent = "This is the last screen.";
    notes.document.getElementById("place").textContent = `Screen ${now + 1} of ${screens.made.length}`;
  }

  const digits = (number) => String(number).padStart(2, "0");
  setInterval(() => {
    if (!notes || notes.closed) return;
    const seconds = Math.floor((Date.now() - begun) / 1000);
    const time = new Date();
    notes.document.getElementById("clock").textContent =
      `${digits(time.getHours())}:${digits(time.getMinutes())}, ${digits(Math.floor(seconds / 60))}:${digits(seconds % 60)} since the start`;
  }, 500);

  // Begin and end

  function sheet() {
    return new Promise((ready) => {
      if (document.querySelector("link[href$='present.css']")) return ready();
      const link = document.createElement("link");
      Object.assign(link, { rel: "stylesheet", href: `${folder}present.css`, onload: ready, onerror: ready });
      document.head.append(link);
    });
  }

  let open_ = [];

  async function begin() {
    if (root.classList.contains("presenting")) return;
    const wanted = IN_ADDRESS.exec(location.hash);
    const reading = all("article section[id]").findLast((one) => one.getBoundingClientRect().top < innerHeight / 3);
    open_ = all("details", article).map((one) => one.open);
    await sheet();
    await document.fonts.ready;
    original = new Map(all("pre", article).map((pre) => [pre, [...pre.childNodes]]));
    root.classList.add("presenting");
    begun = Date.now();
    bar = controls();
    main.append(bar);
    root.requestFullscreen?.().catch(() => { /* the window will do */ });
    arrange(wanted ? decodeURIComponent(wanted[1]) : reading?.id, Number(wanted?.[2] ?? 1));
    addEventListener("keydown", onKey);
    addEventListener("resize", onResize);
    addEventListener("hashchange", follow);
  }

  const IN_ADDRESS = /^#present\/([^/]*)\/(\d+)$/;

  function goTo(id, part) {
    const own = screensOf(id);
    go(screens.made.indexOf(own[Math.min(part, own.length) - 1]));
  }

  // A link within the page leads to the screen that shows what it names, and the browser's way back to the one before.
  function follow() {
    const wanted = IN_ADDRESS.exec(location.hash);
    if (wanted) return goTo(decodeURIComponent(wanted[1]), Number(wanted[2]));
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const place = target ? screens.made.findIndex((shown) => shown.some((piece) => target.contains(piece) || piece.contains(target))) : -1;
    go(place < 0 ? now : place);
  }

  // The screens of this size; the same section is shown as before.
  function arrange(id, part) {
    unchanged(article);
    restoreCode();
    screens = split();
    goTo(id, part);
  }

  let waiting = 0;
  function onResize() {
    clearTimeout(waiting);
    const { id, part } = placeOf(screens.made[now]);
    waiting = setTimeout(() => arrange(id, part), 150);
  }

  function restoreCode() {
    for (const [pre, children] of original) pre.replaceChildren(...children);
  }

  function end() {
    const place = screens.made[now][0];
    root.classList.remove("presenting", "black");
    unchanged(article);
    const section = place.closest("section");
    restoreCode();
    all("details", article).forEach((one, number) => (one.open = open_[number]));
    bar.remove();
    notes?.close();
    removeEventListener("keydown", onKey);
    removeEventListener("resize", onResize);
    removeEventListener("hashchange", follow);
    history.replaceState(null, "", location.pathname + location.search);
    section.scrollIntoView();
    if (document.fullscreenElement) document.exitFullscreen();
    button.focus({ preventScroll: true });
  }

  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1 };
  const black = () => root.classList.toggle("black");
  const keys = {
    Home: () => go(0), End: () => go(screens.made.length - 1),
    o: overview, n: openNotes, Escape: end, b: black, ".": black,
  };

  // The list of screens goes by the keys of the second window, too.
  function fromNotes(event, dialog) {
    if (event.key === "Escape") dialog.close();
    else if (event.key === "Enter") document.activeElement.click();
    else walk(event, all("button", dialog));
  }

  function onKey(event) {
    const dialog = document.querySelector("dialog[open]");
    if (dialog) return event.target.ownerDocument === document ? undefined : fromNotes(event, dialog);
    const pressed = event.key === " " && event.target.closest?.("button");
    const step = event.key === " " && event.shiftKey ? -1 : steps[event.key];
    const act = step ? () => go(now + step) : keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || pressed) return;
    event.preventDefault();
    act();
  }

  window.lessonPresent = begin;
  begin();
})();
