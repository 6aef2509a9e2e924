// What a page can do beside being read. Without this script all of its text is there, and every solution open.
const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// What is kept on this device. A browser that keeps nothing costs memory, and nothing else.

function kept(name, otherwise = null) {
  try {
    return localStorage[name] === undefined ? otherwise : JSON.parse(localStorage[name]);
  } catch {
    return otherwise;
  }
}

function keep(name, value) {
  try {
    localStorage[name] = typeof value === "string" ? value : JSON.stringify(value);
  } catch { /* a browser that keeps nothing */ }
}

function element(tag, text, properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  if (text) made.textContent = text;
  return made;
}

// Colours: the system's, until somebody chooses.

const colours = document.querySelector(".colours select");
colours.value = root.dataset.theme ?? "";
colours.addEventListener("change", () => {
  root.dataset.theme = colours.value;
  keep("theme", colours.value);
});

const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

// Views: instructors see notes and answers. Each page says what it hides.

const notes = all("article .box.instructor");
const notice = document.querySelector(".hidden-notes");

function setView(view) {
  root.dataset.view = view;
  for (const one of all("button[data-view]")) one.setAttribute("aria-pressed", one.dataset.view === view);
  notice.hidden = !notes.length || view === "instructor";
  const links = all(".toc a");
  for (const link of links) link.parentElement.hidden = !target(link)?.offsetParent;
  if (links.length) document.querySelector(".toc").hidden = links.every((link) => link.parentElement.hidden);
}

function chooseView(view) {
  keep("view", view);
  setView(view);
}

if (notes.length) {
  notice.querySelector("span").textContent = notes.length === 1
    ? "A box for instructors is hidden on this page."
    : `${notes.length} boxes for instructors are hidden on this page.`;
}
notice.querySelector("button").addEventListener("click", () => {
  chooseView("instructor");
  notes[0].setAttribute("tabindex", "-1");
  notes[0].focus();
});
for (const one of all("button[data-view]")) one.addEventListener("click", () => chooseView(one.dataset.view));
setView(root.dataset.view ?? "learner");

// Contents, on a narrow screen: they cover the page, and the keyboard finds them where they are seen.

const menu = document.querySelector("a.menu");
const contents = document.getElementById("contents");
const narrow = matchMedia("(max-width: 60rem)");

menu.setAttribute("role", "button");
menu.setAttribute("aria-expanded", "false");
const top_ = document.querySelector(".top");
const covered = all(".skip, .frame > :not(#contents), .bottom");
function showMenu(shown) {
  contents.classList.toggle("shown", shown);
  for (const one of covered) one.inert = shown;
  root.classList.toggle("menu-shown", shown);
  menu.setAttribute("aria-expanded", shown);
  if (!shown) return;
  contents.style.top = `${top_.offsetHeight}px`;
  showCurrent();
}

menu.addEventListener("click", (event) => {
  event.preventDefault();
  showMenu(!contents.classList.contains("shown"));
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !contents.classList.contains("shown")) return;
  showMenu(false);
  menu.focus({ preventScroll: true });
});
menu.addEventListener("keydown", (event) => {
  if (event.key === " ") {
    event.preventDefault();
    menu.click();
  }
});

// The contents scroll by themselves; the page that is open is shown in the middle of them.
function showCurrent() {
  const current = contents.querySelector("[aria-current=page]");
  if (current) contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
}

showCurrent();

// There, the choices come behind the button that shows them; elsewhere they stand in the middle.
function arrangeTop() {
  showMenu(false);
  const choices = document.querySelector(".choices");
  if (narrow.matches) menu.after(choices);
  else document.querySelector(".to-search, .menu").before(choices);
}

narrow.addEventListener("change", arrangeTop);
arrangeTop();

// Contents of the page: the section in view is marked. Where it stands above the text, it is folded.

const local = document.querySelector(".toc details");

function markSection() {
  const links = all("a", local);
  const heads = links.map(target);
  let reading = -1;
  heads.forEach((head, place) => {
    if (head?.offsetParent && head.getBoundingClientRect().top < innerHeight / 3) reading = place;
  });
  links.forEach((link, place) => {
    if (place !== reading) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      const list = local.parentElement;
      if (list.scrollHeight > list.clientHeight) list.scrollTop = link.offsetTop - list.clientHeight / 2;
    }
  });
}

if (local) {
  const fitsBeside = matchMedia("(min-width: 77rem)");
  const fold = () => (local.open = fitsBeside.matches);
  fitsBeside.addEventListener("change", fold);
  fold();
  let waiting = 0;
  addEventListener("scroll", () => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      markSection();
    });
  }, { passive: true });
  markSection();
}

// Search: / and Ctrl-K, wherever nobody is typing. Escape leads back to where one was.

let cameFrom = null;
document.querySelector(".search input")?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.value) return; // the browser empties it first
  const back = cameFrom && cameFrom !== document.body ? cameFrom : document.getElementById("content");
  event.target.blur();
  back.focus({ preventScroll: true });
});

addEventListener("keydown", (event) => {
  const slash = event.key === "/" && !event.target.closest("input, textarea, select");
  const control = event.key === "k" && (event.ctrlKey || event.metaKey);
  if ((!slash && !control) || root.classList.contains("presenting")) return;
  const field = document.querySelector("input[name=q]");
  event.preventDefault();
  if (field?.offsetParent) {
    if (event.target !== field) cameFrom = event.target;
    field.focus({ preventScroll: true }); // the page stays where it was read
    field.select();
  }
  else location.href = "search.html";
});

// Solutions, hints and the like are folded, unless a link leads into them.

const folded = all("article details");
const openAll = document.querySelector("button.open-all");

function setOpen(open) {
  for (const one of folded) one.open = open;
  openAll?.setAttribute("aria-pressed", open);
  if (openAll) openAll.textContent = open ? "Close all solutions" : "Open all solutions";
}

// The name that an address ends with; a person may have typed what is no encoded text, such as 100%.
function nameInAddress() {
  const name = location.hash.slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function openTarget() {
  const target = document.getElementById(nameInAddress());
  if (!target) return;
  for (let one = target; one; one = one.parentElement) if (one.matches("details")) one.open = true;
  target.scrollIntoView();
}

setOpen(false);
openAll?.addEventListener("click", () => setOpen(openAll.getAttribute("aria-pressed") !== "true"));
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();

let openBefore = [];
addEventListener("beforeprint", () => {
  openBefore = folded.map((one) => one.open);
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => folded.forEach((one, place) => (one.open = openBefore[place])));

// A button on each piece of code.

// Of a session, what somebody types: lines that begin with a prompt, and those that go on right below.
function typedIn(session) {
  let typing = false;
  return session.split("\n").flatMap((line) => {
    const [prompt] = line.match(typing ? /^(\$|>>>|>|\.\.\.)( |$)/ : /^(\$|>>>) /) ?? [];
    typing = prompt !== undefined;
    return typing ? [line.slice(prompt.length)] : [];
  }).join("\n");
}

function copyButton(block) {
  const isSession = block.closest(".highlight-console, .highlight-pycon");
  const button = element("button", "Copy", { type: "button", className: "copy" });
  button.setAttribute("aria-label", isSession ? "Copy the commands" : "Copy this code");
  button.addEventListener("click", async () => {
    const code = block.querySelector("pre").innerText.trimEnd();
    await navigator.clipboard.writeText((isSession && typedIn(code)) || code);
    button.textContent = "Copied";
    button.classList.add("done");
    setTimeout(() => {
      button.textContent = "Copy";
      button.classList.remove("done");
    }, 2000);
  });
  return button;
}

for (const block of all("article .highlight")) block.append(copyButton(block));

// What is wider than its place can be scrolled with the keyboard, too, and says so at its edge.

function makeScrollable() {
  for (const one of all("article pre, article .table-wrapper, article .cell_output:has(img)")) {
    const wide = one.scrollWidth > one.clientWidth;
    if (wide) one.tabIndex = 0;
    else one.removeAttribute("tabindex");
    one.parentElement.classList.toggle("wide", wide);
  }
}

makeScrollable();
addEventListener("resize", makeScrollable);
document.addEventListener("toggle", makeScrollable, true); // of what was folded, nothing was known

// Terms explain themselves, when a pointer or the keyboard rests on them.

const tip = element("div", "", { className: "tip", id: "tip", hidden: true });
tip.setAttribute("role", "tooltip");
document.getElementById("content").append(tip);

function showTip(link) {
  tip.textContent = link.dataset.says;
  tip.hidden = false;
  link.setAttribute("aria-describedby", "tip");
  const place = link.getBoundingClientRect();
  const left = Math.min(place.left, root.clientWidth - tip.offsetWidth - 8);
  const below = place.bottom + tip.offsetHeight + 8 < innerHeight;
  tip.style.left = `${Math.max(left, 8) + scrollX}px`;
  tip.style.top = `${scrollY + (below ? place.bottom + 4 : place.top - tip.offsetHeight - 4)}px`;
}

function hideTip() {
  tip.hidden = true;
  document.querySelector("[aria-describedby=tip]")?.removeAttribute("aria-describedby");
}

for (const link of all("a[data-says]")) {
  for (const name of ["mouseenter", "focus"]) link.addEventListener(name, () => showTip(link));
  for (const name of ["mouseleave", "blur"]) link.addEventListener(name, () => setTimeout(() => tip.matches(":hover") || hideTip(), 80));
}
tip.addEventListener("mouseleave", hideTip);
addEventListener("keydown", (event) => event.key === "Escape" && hideTip());

// Predictions: choose an option, read what is said of that one, then see the run.

const episode = document.body.dataset.episode;
const done = kept("done", {}); // for each episode: {read: true, answers: {challenge: letter}}

function remember(change) {
  done[episode] = { answers: {}, ...done[episode] };
  change(done[episode]);
  keep("done", done);
  showDone();
}

function prediction(list) {
  const box = list.closest(".challenge");
  const solution = box.querySelector("details.solution");
  const right = solution?.dataset.right;
  if (!right) return;
  const said = element("div", "", { className: "said" });
  said.setAttribute("role", "status");
  list.after(said);

  function choose(letter) {
    for (const one of all("button", list)) one.setAttribute("aria-pressed", one.parentElement.dataset.option === letter);
    const verdict = element("p", letter === right ? `${letter} is right.` : `${letter} is not it.`, { className: "verdict" });
    const reason = all("[data-for]", solution).find((one) => one.dataset.for.split(" ").includes(letter));
    const run = element("button", "Show the run and the rest", { type: "button" });
    run.addEventListener("click", () => {
      solution.open = true;
      solution.querySelector("summary").focus();
    });
    said.replaceChildren(verdict, ...copied(reason), run);
    said.dataset.right = letter === right;
    if (episode) remember((mine) => (mine.answers[box.id] = letter));
  }

  for (const item of all("[data-option]", list)) {
    const button = element("button", "", { type: "button", className: "option" });
    button.append(...item.childNodes);
    for (const link of all("a", button)) link.replaceWith(...link.childNodes); // no link within a button
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => choose(item.dataset.option));
    item.append(button);
  }
  const before = done[episode]?.answers?.[box.id];
  if (before) choose(before);
}

// Of an item, what stands in it, without the names that others link to.
function copied(item) {
  if (!item) return [];
  const copy = item.cloneNode(true);
  for (const one of all("[id]", copy)) one.removeAttribute("id");
  return [...copy.childNodes].map((one) => {
    if (one.nodeType !== Node.TEXT_NODE) return one;
    return element("span", one.textContent);
  });
}

// What was done on this device: shown beside the episodes, on the first page, and forgotten when asked.

function showDone() {
  for (const link of all(".contents a[data-slug]")) {
    link.querySelector(".read")?.remove();
    if (done[link.dataset.slug]?.read) link.append(element("span", " ✓ read", { className: "read" }));
  }
  const mine = episode && document.querySelector(".place .done");
  const options = all("article ul.options").length;
  if (mine) {
    const answered = Object.keys(done[episode]?.answers ?? {}).length;
    mine.textContent = [
      options ? ` · ${answered} of ${options} predictions answered` : "",
      done[episode]?.read ? " · read" : "",
    ].join("");
  }
  const summary = document.querySelector(".progress");
  if (summary) {
    const read = Object.values(done).filter((one) => one.read).length;
    const answered = Object.values(done).reduce((sum, one) => sum + Object.keys(one.answers ?? {}).length, 0);
    summary.hidden = !read && !answered;
    summary.querySelector("span").textContent =
      `On this device: ${read} ${read === 1 ? "episode" : "episodes"} read, ${answered} ${answered === 1 ? "prediction" : "predictions"} answered.`;
  }
}

for (const list of all("article ul.options")) prediction(list);
document.querySelector(".progress button")?.addEventListener("click", () => {
  for (const name of Object.keys(done)) delete done[name];
  keep("done", done);
  showDone();
});
showDone();

// An episode is read when its key points come into view.
const end = episode && document.querySelector("article .keypoints");
if (end) {
  const watcher = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting) || root.classList.contains("presenting")) return;
    watcher.disconnect();
    remember((mine) => (mine.read = true));
  });
  watcher.observe(end);
}

// Filter: the sections or terms that contain what is typed.

const filter = document.querySelector(".filter input");
const plain = (text) => text.toLowerCase().replace(/[‘’`"“”]/g, "'").replace(/\s+/g, " ");

function filterParts() {
  const words = plain(filter.value).trim().split(" ").filter(Boolean);
  const parts = all(filter.dataset.parts);
  let count = 0;
  for (const part of parts) {
    const texts = part.matches("dt") ? [part, part.nextElementSibling] : [part];
    const text = plain(texts.map((one) => one.textContent).join(" "));
    const shown = words.every((word) => text.includes(word));
    for (const one of texts) one.hidden = !shown;
    count += shown;
  }
  for (const group of all("article > section > section")) {
    const within = parts.filter((part) => part !== group && group.contains(part));
    if (within.length) group.hidden = within.every((part) => part.hidden);
  }
  document.querySelector(".filter .found").textContent = words.length ? `${count} of ${parts.length}.` : "";
}

filter?.addEventListener("input", filterParts);

// Present mode is a script of its own, loaded when somebody presents.

const present = document.querySelector("button.present");

function loadPresent() {
  if (!window.lessonPresent) document.head.append(element("script", "", { src: present.dataset.script }));
  else window.lessonPresent();
}

present?.addEventListener("click", loadPresent);
if (present && location.hash.startsWith("#present")) loadPresent();
