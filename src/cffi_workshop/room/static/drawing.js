// Puts a board on the page. What stays the same is not touched, so that the focus stays where it is.

const STATES = { done: "done", working: "working", stuck: "stuck", waiting: "not begun" };
const get = (id) => document.getElementById(id);

export function draw(board, actions) {
    drawRoom(board.room);
    drawCounts(board.counts);
    each(get("groups"), board.groups, (one) => one.key, newGroup, fillGroup, actions);
    each(get("help"), board.help, (one) => one.id, newAsker, fillAsker, actions);
    const waiting = board.help.filter((one) => !one.taken).length;
    put(get("asked"), waiting ? `(${waiting})` : "");
    each(get("people"), board.people, (one) => one.id, newPerson, fillPerson, actions, board.now);
    drawCurve(board.curve);
}

function put(place, text) {
    if (place.textContent !== String(text)) place.textContent = text;
}

function make(name, parts = [], attributes = {}) {
    const one = document.createElement(name);
    one.append(...parts);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    return one;
}

// Keep one element an item, in the order of the items.
function each(list, items, keyOf, create, fill, ...more) {
    const known = new Map([...list.children].map((one) => [one.dataset.key, one]));
    let place = list.firstElementChild;
    for (const item of items) {
        const key = String(keyOf(item));
        const one = known.get(key) ?? create(item, ...more);
        one.dataset.key = key;
        known.delete(key);
        fill(one, item, ...more);
        if (one === place) place = place.nextElementSibling;
        else list.insertBefore(one, place);
    }
    for (const one of known.values()) one.remove();
    const empty = list.closest("section").querySelector(".empty");
    if (empty) empty.hidden = items.length > 0;
}

function drawRoom(room) {
    put(get("code"), room.code);
    put(get("how"), `workshop join ${room.address} ${room.code}`);
    get("lock").setAttribute("aria-pressed", String(room.locked));
    const choices = [["", "all exercises"], ...room.exercises];
    if (get("exercise").options.length !== choices.length) {
        get("exercise").replaceChildren(
            ...choices.map(([slug, title]) => make("option", [title], { value: slug })),
        );
    }
    for (const [place, value] of [[get("exercise"), room.exercise], [get("stuck"), room.stuck_minutes]]) {
        if (document.activeElement !== place) place.value = value;
    }
}

function drawCounts(counts) {
    const list = get("counts");
    for (const [state, words] of Object.entries(STATES)) {
        const id = `count-${state}`;
        if (!get(id)) {
            const number = make("dd", [], { id });
            list.append(make("div", [make("dt", [words]), number], { class: state }));
        }
        put(get(id), counts[state]);
    }
}

// A sentence of ours, in which backticks stand around code.
function withCode(place, text) {
    if (place.dataset.text === text) return;
    place.dataset.text = text;
    place.replaceChildren(
        ...text.split("`").map((part, odd) => (odd % 2 ? make("code", [part]) : part)),
    );
}

function newGroup() {
    const parts = ["number", "check", "cause", "says", "advice", "episode", "names"];
    const group = make("li", parts.map((name) => make("p", [], { class: name })), { class: "group" });
    group.append(make("button", ["Show an example"], { class: "example" }));
    return group;
}

function fillGroup(place, group, actions) {
    const part = (name) => place.querySelector(`.${name}`);
    put(part("number"), group.people);
    part("number").setAttribute("aria-label", group.people === 1 ? "1 person" : `${group.people} people`);
    part("number").setAttribute("role", "img");
    put(part("check"), group.check);
    put(part("cause"), `${group.cause} in ${group.exercise}` + (group.stuck ? `, ${group.stuck} stuck` : ""));
    withCode(part("says"), group.says);
    part("says").hidden = !group.says;
    withCode(part("advice"), group.advice);
    part("advice").hidden = !group.advice;
    withCode(part("episode"), group.episode ? `Taught in ${group.episode}.` : "");
    put(part("names"), group.names.join(", "));
    const shown = part("example");
    shown.hidden = group.examples.length === 0;
    shown.onclick = () => {
        const next = Number(shown.dataset.next ?? 0);
        shown.dataset.next = next + 1;
        actions.showExample(group.examples[next % group.examples.length]);
    };
}

function newAsker() {
    const buttons = [make("button", [], { class: "take" }), make("button", ["Answered"], { class: "over" })];
    const doing = make("div", buttons, { class: "doing" });
    return make("li", [make("strong", [], { class: "name" }), " ", make("span"), doing]);
}

function fillAsker(place, asker, actions) {
    put(place.querySelector(".name"), asker.name);
    put(place.querySelector("span"), [asker.exercise, asker.check].filter(Boolean).join(": "));
    const [take, over] = place.querySelectorAll("button");
    put(take, asker.taken ? "Put back" : "Take");
    take.setAttribute("aria-label", `${take.textContent}: ${asker.name}`);
    over.setAttribute("aria-label", `Answered: ${asker.name}`);
    place.classList.toggle("taken", asker.taken);
    take.onclick = () =>
        actions.send(`/api/help/${asker.id}`, { state: asker.taken ? "waiting" : "taken" });
    over.onclick = () => actions.send(`/api/help/${asker.id}`, { state: "answered" });
}

function newPerson() {
    const cells = ["state", "since", "exercise", "check"].map((name) => make("td", [], { class: name }));
    const out = make("td", [make("button", ["Take out"])]);
    return make("tr", [make("th", [], { scope: "row", class: "name" }), ...cells, out]);
}

function fillPerson(place, person, actions, now) {
    const cell = (name) => place.querySelector(`.${name}`);
    put(cell("name"), person.name);
    put(cell("state"), STATES[person.state]);
    place.className = person.state;
    put(cell("since"), ago(now - person.since));
    put(cell("exercise"), person.exercise);
    put(cell("check"), person.check && `${person.check} (${person.cause})`);
    const button = place.querySelector("button");
    button.setAttribute("aria-label", `Take ${person.name} out`);
    button.onclick = () => actions.askRemoval(person);
}

function ago(seconds) {
    const minutes = Math.floor(Math.max(0, seconds) / 60);
    if (minutes < 1) return "now";
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// The curve: how many are done, working, stuck and not begun, stacked, a step a minute.

const ORDER = ["done", "working", "stuck", "waiting"];
const [WIDTH, HEIGHT] = [600, 200];

function drawCurve(samples) {
    const text = JSON.stringify(samples);
    if (get("curve").dataset.text === text) return;
    get("curve").dataset.text = text;
    if (!samples.length) return get("curve").replaceChildren("Nothing yet.");
    const most = Math.max(...samples.map((one) => one[1] + one[2] + one[3] + one[4]), 1);
    const [first, last] = [samples[0][0], samples.at(-1)[0] + 1];
    const x = (minute) => ((minute - first) / (last - first)) * WIDTH;
    const y = (people) => HEIGHT - (people / most) * HEIGHT;
    const figure = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", preserveAspectRatio: "none" });
    figure.setAttribute("aria-label", described(samples));
    let below = samples.map(() => 0);
    ORDER.forEach((state, place) => {
        const above = samples.map((one, at) => below[at] + one[place + 1]);
        figure.append(svg("path", { class: state, d: band(samples, below, above, x, y) }));
        below = above;
    });
    const legend = make("p", ORDER.map((state) => make("span", [STATES[state]], { class: state })), { class: "legend" });
    get("curve").replaceChildren(figure, make("p", [`${last - first} min, up to ${most} people`], { class: "scale" }), legend);
}

function svg(name, attributes) {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    return one;
}

function band(samples, below, above, x, y) {
    const end = (at) => x(samples[at + 1]?.[0] ?? samples[at][0] + 1);
    const there = samples.map((one, at) => `${x(one[0])},${y(above[at])} ${end(at)},${y(above[at])}`);
    const back = samples.map((one, at) => `${end(at)},${y(below[at])} ${x(one[0])},${y(below[at])}`);
    return `M${there.join(" L")} L${back.reverse().join(" L")} Z`;
}

function described(samples) {
    const [, done, working, stuck, waiting] = samples.at(-1);
    const [, before] = samples[0];
    return `Over ${samples.length} minutes: done went from ${before} to ${done}; `
        + `now ${working} working, ${stuck} stuck, ${waiting} not begun.`;
}
