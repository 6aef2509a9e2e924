// The matcher of the error catalogue in JavaScript, the same as template.py, reading.py and matching.py.
// It stands behind disguises.js, plain_words.js and packages.js, whose functions it calls.
// `errorCatalogue(exported)` takes what `export()` gives and returns three functions: explaining(text) and
// answering(question, most = 3), each from a text to entries, the best first, and installing(text, entry).

function errorCatalogue(exported) {
  "use strict";
  const { entries, reading, words } = exported;
  const regex = (source, flags = "m") => new RegExp(source, flags);
  const { plain, restored } = messageUndisguiser(reading);
  const { answering } = questionRanking(entries, words);
  const isException = regex(reading.exception);
  const isIgnored = regex(reading.ignored);
  const isCompiler = regex(reading.compiler);
  const isHead = regex(reading.head);
  const isEnded = regex(`^${reading.ended}`, "");
  const isBreak = regex(reading.break);
  const isInFunction = regex(reading.in_function);
  const isWarning = regex(reading.warning);
  const isHarmless = regex(reading.harmless);
  const isHandedOn = regex(reading.hands_on);
  const isResult = regex(reading.result);
  const isWhat = regex(reading.what);
  const isLetter = /^[A-Za-z0-9]/;

  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replaceAll("\n", exported.templates.set_in);
  const either = (hole) => `(?:${hole.split("|").map(escaped).join("|")})`;
  const expressionOf = (hole) => (hole.includes("|") ? either(hole) : exported.templates.holes[hole]);
  const shortest = (hole) => Math.min(...hole.split("|").map((one) => one.length));
  const weightOfHole = (hole) => (hole.includes("|") ? shortest(hole) : exported.templates.particular[hole] ?? 0);
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);

  // A message with holes: every second part is one.
  function template(text) {
    const parts = text.split(/\{([^{}\n]+)\}/);
    const literals = parts.filter((_part, place) => place % 2 === 0).flatMap((part) => part.split("\n"));
    const holes = parts.filter((_part, place) => place % 2 === 1);
    const longest = literals.reduce((one, other) => (other.length > one.length ? other : one), "");
    const weight = sum(literals.map((one) => one.length)) + sum(holes.map(weightOfHole));
    const first = parts[0] ? [parts[0]] : (parts[1] ?? "").includes("|") ? parts[1].split("|").filter(Boolean) : [];
    const beginsAWord = first.length > 0 && first.every((one) => isLetter.test(one));
    return { parts, literals, longest, weight, beginsAWord };
  }

  for (const entry of entries)
    for (const key of ["says", "also", "unless", "nowhere"]) entry[key] = entry[key].map(template);

  function foundIn(one, text) {
    if (!one.literals.every((part) => text.includes(part))) return false;
    const source = () => one.parts.map((part, place) => (place % 2 ? expressionOf(part) : escaped(part))).join("");
    one.compiled ??= regex(source(), "gm");
    one.compiled.lastIndex = 0;
    let found = one.compiled.exec(text);
    while (found && one.beginsAWord && found.index > 0 && isLetter.test(text[found.index - 1])) {
      one.compiled.lastIndex = found.index + 1;
      found = one.compiled.exec(text);
    }
    return found !== null;
  }

  const joined = (lines) => lines.join("\n");
  const warns = (message) => isWarning.test(message) && !message.includes(": error: ");
  const isRaised = (line) => isException.test(line) || isIgnored.test(line);

  const indent = (line) => line.match(regex(reading.indent))[0].length;
  const isNoDeeper = (line, head) => line.trim() !== "" && indent(line) <= indent(head);

  function begins(line, before) {
    if (isIgnored.test(before[0]) && !before.some((one) => isException.test(one))) return isEnded.test(line);
    if (isRaised(line) || isBreak.test(line)) return true;
    const isNext = isHead.test(line) || (isCompiler.test(before[0]) && isNoDeeper(line, before[0]));
    return isNext && !isInFunction.test(before[before.length - 1]);
  }

  function messages(text) {
    const all = [];
    for (const line of text.split("\n")) {
      const last = all[all.length - 1];
      if (!last || begins(line, last)) all.push([line]);
      else last.push(line);
    }
    const raised = all.filter((lines) => isRaised(lines[0])).map(joined);
    const others = all.filter((lines) => !isRaised(lines[0])).map(joined);
    const errors = others.filter((one) => !warns(one));
    const told = [...raised.reverse().flatMap(withInner), ...errors.flatMap(withWhat)];
    const warned = others.filter((one) => warns(one) && !isHarmless.test(one));
    return [...told.filter((one) => !handsOn(one)), ...told.filter(handsOn), ...warned];
  }

  const handsOn = (message) => isHandedOn.test(message.split("\n", 1)[0]);

  function withInner(message) {
    const [first, ...rest] = message.split("\n");
    if (!isIgnored.test(first) || isResult.test(message)) return [message];
    const start = rest.findIndex((line) => isException.test(line));
    return start < 0 ? [message] : [message, joined(rest.slice(start))];
  }

  function withWhat(message) {
    const found = isWhat.exec(message);
    return found ? [message.slice(found.index + found[0].length), message] : [message];
  }

  function weightIn(entry, message) {
    const fits = entry.says.filter((one) => foundIn(one, message)).map((one) => one.weight);
    if (!fits.length || entry.unless.some((one) => foundIn(one, message))) return 0;
    return Math.max(...fits) + sum(entry.also.map((one) => one.weight));
  }

  function mayBeTold(entry, text) {
    const atWork = () => regex(reading.cffi_at_work).test(text);
    if (entry.shared && regex(reading.traceback).test(text) && !atWork()) return false;
    return mayStandIn(entry, text);
  }

  function isOfAnotherProgram(text) {
    if (regex(reading.other_cffi).test(text)) return true;
    if (text.includes("cffi")) return false;
    const forPython = regex(reading.rust_for_python);
    return (
      regex(reading.other_program).test(text) ||
      (regex(reading.in_rust).test(text) && !forPython.test(text))
    );
  }

  function mayStandIn(entry, text) {
    return !entry.nowhere.some((one) => foundIn(one, text)) && entry.also.every((one) => foundIn(one, text));
  }

  function mostParticular(candidates, message) {
    let best = null;
    let most = 0;
    for (const entry of candidates) {
      const weight = weightIn(entry, message);
      const rank = weight && weight + (entry.consequence ? 0 : 1e6);
      if (rank > most) [best, most] = [entry, rank];
    }
    return best;
  }

  function explaining(pasted) {
    const texts = restored(pasted);
    const ofAnother = texts.some(isOfAnotherProgram);
    const own = entries.filter((entry) => !(ofAnother && reading.of_any_program.includes(entry.theme)));
    const readings = texts.map((text) => ({ text, found: told(text, own), lines: text.split("\n").length }));
    const believed = readings.filter((one) => !readings.some((other) => isRefutedBy(one, other)));
    const best = (believed.length ? believed : readings).reduce((one, other) => (tellsMore(other.found[0], one.found[0]) ? other : one));
    return best.found.map((one) => one.entry);
  }

  function isRefutedBy(one, other) {
    if (!one.found.length || !other.found.length || other.lines > one.lines) return false;
    const [first, against] = [one.found[0].entry, other.found[0].entry];
    if (against.consequence || other.found.some(({ entry }) => entry === first)) return false;
    return isRefusedIn(first, other.text);
  }

  function isRefusedIn(entry, text) {
    const found = (template) => foundIn(template, text);
    return entry.says.some(found) && [...entry.unless, ...entry.nowhere].some(found);
  }

  function tellsMore(one, other) {
    if (!one || !other) return Boolean(one);
    const [rest, otherRest] = [one.entry.consequence, other.entry.consequence];
    return rest === otherRest ? one.weight > other.weight : otherRest;
  }

  function told(text, own) {
    const canBeIn = (entry) => entry.says.some((one) => text.includes(one.longest));
    const candidates = own.filter((entry) => canBeIn(entry) && mayBeTold(entry, text));
    if (!candidates.length) return [];
    const found = new Map();
    for (const message of messages(text)) {
      const entry = mostParticular(candidates, message);
      if (entry && !found.has(entry))
        found.set(entry, { entry, rank: rank(entry, message), weight: weightIn(entry, message) });
    }
    return [...found.values()].sort((one, other) => one.rank - other.rank);
  }

  function rank(entry, message) {
    if (warns(message)) return entry.consequence ? 3 : 2;
    if (entry.consequence) return message.includes(": error: ") ? 1 : 3;
    return 0;
  }

  const says = (entry, line) => entry.says.some((one) => foundIn(one, line));
  const installing = packageNaming(exported.packages, plain, says);
  return { explaining, answering, installing };
}
