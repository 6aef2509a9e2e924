// The matcher of the error catalogue in JavaScript, the same as template.py, matching.py and plain_words.py.
// `errorCatalogue(exported)` takes what `export()` gives and returns two functions:
// explaining(text) and answering(question, most = 3), each from a text to entries, the best first.

function errorCatalogue(exported) {
  "use strict";
  const { entries, reading, words } = exported;
  const regex = (source, flags = "m") => new RegExp(source, flags);
  const isException = regex(reading.exception);
  const isPrinted = regex(reading.printed);
  const isCompiler = regex(reading.compiler);
  const isHead = regex(reading.head);
  const isEnded = regex(`^${reading.ended}`, "");
  const isBreak = regex(reading.break);
  const isInFunction = regex(reading.in_function);
  const isWarning = regex(reading.warning);
  const isResult = regex(reading.result);

  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const either = (hole) => `(?:${hole.split("|").map(escaped).join("|")})`;
  const expressionOf = (hole) => (hole.includes("|") ? either(hole) : exported.templates.holes[hole]);
  const shortest = (hole) => Math.min(...hole.split("|").map((one) => one.length));
  const weightOfHole = (hole) => (hole.includes("|") ? shortest(hole) : exported.templates.particular[hole] ?? 0);
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);

  // A message with holes: every second part is one.
  function template(text) {
    const parts = text.split(/\{([^{}\n]+)\}/);
    const literals = parts.filter((_part, place) => place % 2 === 0);
    const holes = parts.filter((_part, place) => place % 2 === 1);
    const longest = literals.reduce((one, other) => (other.length > one.length ? other : one), "");
    const weight = sum(literals.map((one) => one.length)) + sum(holes.map(weightOfHole));
    return { parts, literals, longest, weight };
  }

  for (const entry of entries)
    for (const key of ["says", "also", "unless", "nowhere"]) entry[key] = entry[key].map(template);

  function foundIn(one, text) {
    if (!text.includes(one.longest)) return false;
    const source = () => one.parts.map((part, place) => (place % 2 ? expressionOf(part) : escaped(part))).join("");
    one.compiled ??= regex(source());
    return one.compiled.test(text);
  }

  const undoing = reading.undo.map(([pattern, instead]) => [regex(pattern, "gm"), instead]);
  const labelling = reading.labels.map(([pattern, least]) => [regex(pattern, ""), least]);
  const [isSame, lineEnd, isQuoted] = [regex(reading.same, ""), regex(reading.line_ends, "g"), regex(reading.quoted, "")];
  const isBeginning = regex(reading.begins, "");
  const filledOf = (lines) => lines.filter((line) => line.trim());

  function undisguised(text) {
    let bare = unquoted(text.replace(/[^\x00-\x7f`]|`/g, (one) => reading.characters[one] ?? one));
    for (const [pattern, instead] of undoing) bare = bare.replace(pattern, instead);
    const lines = bare.split("\n").flatMap((line) => inLines(ended(line)).split("\n"));
    return withoutLabels(withoutGaps(lines)).join("\n");
  }

  function unquoted(text) {
    const bare = text.trim();
    const found = bare.match(isQuoted);
    const inside = bare.replace(/\}+$/, "");
    if (found && bare.includes("\\n") && !bare.includes("\n") && inside.endsWith(found[1]))
      return inside.slice(found[0].length, -1);
    if (bare.startsWith("**") && bare.endsWith("**")) return bare.slice(2, -2);
    const hidden = regex(reading.hidden, "g");
    if (bare.split("\\_").length > 2 && !/[\\_*]/.test(bare.replace(hidden, ""))) return text.replace(hidden, "$1");
    return text;
  }

  function ended(line) {
    const bare = line.trimEnd();
    const boxed = bare.length > 1 && bare.startsWith("|") && bare.endsWith("|");
    return boxed ? bare.slice(0, -1).trimEnd() : bare;
  }

  function inLines(line) {
    const raised = line.includes("Error: ") || line.includes("Exception: ");
    const from = line.includes('File "');
    const escaped = line.split("\\n").length > 2;
    return (from && raised) || (escaped && (from || raised)) ? line.replace(lineEnd, "\n") : line;
  }

  function withoutGaps(lines) {
    const filled = filledOf(lines);
    return filled.length > 1 && filled.length * 2 <= lines.length + 1 ? filled : lines;
  }

  function withoutLabels(lines) {
    for (const [label, least] of labelling) lines = withoutLabel(lines, label, least);
    const filled = filledOf(lines);
    const first = filled.length > 1 ? filled[0].match(isSame) : null;
    const marked = first && filled.every((line) => line.startsWith(first[0].trim()));
    return marked ? lines.map((line) => line.replace(isSame, "")) : lines;
  }

  function withoutLabel(lines, label, least) {
    const filled = filledOf(lines);
    if (filled.length < least || filled.filter((line) => label.test(line)).length * 5 < filled.length * 4) return lines;
    return lines.map((line) => line.replace(label, ""));
  }

  function rejoined(text) {
    const lines = text.split("\n");
    const lengths = lines.map((line) => Array.from(line).length);
    const width = lengths.reduce((one, other) => Math.max(one, other));
    if (width < reading.narrowest || width > reading.widest) return text;
    const cut = reading.terminals.includes(width) || lengths.filter((length) => length === width).length > 1;
    const joined = lines.slice(0, 1);
    lines.slice(1).forEach((line, before) => {
      const word = Array.from(line.split(" ", 1)[0]).length;
      const full = cut && lengths[before] === width;
      const broken = full || (word && lengths[before] + 1 + word > width);
      const long = Array.from(joined[joined.length - 1]).length > reading.longest_broken;
      if (!line || !broken || long || isBeginning.test(line)) joined.push(line);
      else joined[joined.length - 1] += full ? line : ` ${line}`;
    });
    return joined.join("\n");
  }

  function plain(text) {
    let bare = undisguised(text).replace(regex(reading.french_quotes, "g"), "'$1'");
    for (const [said, english] of reading.translations) bare = bare.replaceAll(said, english);
    return bare.split("\n").map(withoutVain).map(shortened).join("\n");
  }

  function withoutVain(line) {
    const rest = line.includes("tried: '") ? line.replace(regex(reading.tried_in_vain, "g"), "") : line;
    return regex(reading.tried).test(rest) ? rest : line;
  }

  function shortened(line) {
    const characters = Array.from(line);
    const half = reading.longest / 2;
    if (characters.length <= reading.longest) return line;
    return characters.slice(0, half).join("") + "…" + characters.slice(-half).join("");
  }

  const joined = (lines) => lines.join("\n");
  const warns = (message) => isWarning.test(message) && !message.includes(": error: ");
  const isRaised = (line) => isException.test(line) || isPrinted.test(line);

  const indent = (line) => line.match(regex(reading.indent))[0].length;
  const isNoDeeper = (line, head) => line.trim() !== "" && indent(line) <= indent(head);

  function begins(line, before) {
    if (isPrinted.test(before[0]) && !before.some((one) => isException.test(one))) return isEnded.test(line);
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
    return [...raised.reverse().flatMap(withInner), ...errors, ...others.filter(warns)];
  }

  function withInner(message) {
    const [first, ...rest] = message.split("\n");
    if (!isPrinted.test(first) || isResult.test(message)) return [message];
    const start = rest.findIndex((line) => isException.test(line));
    return start < 0 ? [message] : [message, joined(rest.slice(start))];
  }

  function weightIn(entry, message) {
    const fits = entry.says.filter((one) => foundIn(one, message)).map((one) => one.weight);
    if (!fits.length || entry.unless.some((one) => foundIn(one, message))) return 0;
    return Math.max(...fits) + sum(entry.also.map((one) => one.weight));
  }

  function mayBeTold(entry, text) {
    const atWork = () => regex(reading.cffi_at_work).test(text);
    if (entry.shared && regex(reading.traceback).test(text) && !atWork()) return false;
    const isOfOthers = reading.of_any_program.includes(entry.theme) && regex(reading.other_program).test(text);
    return (!isOfOthers || text.includes("cffi")) && mayStandIn(entry, text);
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
    const text = plain(pasted);
    const [reading, other] = [...new Set([text, rejoined(text)])].map(told);
    return (other && tellsMore(other[0], reading[0]) ? other : reading).map((one) => one.entry);
  }

  function tellsMore(one, other) {
    if (!one || !other) return Boolean(one);
    const [rest, otherRest] = [one.entry.consequence, other.entry.consequence];
    return rest === otherRest ? one.weight > other.weight : otherRest;
  }

  function told(text) {
    const canBeIn = (entry) => entry.says.some((one) => text.includes(one.longest));
    const candidates = entries.filter((entry) => canBeIn(entry) && mayBeTold(entry, text));
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

  function stem(word) {
    const ending = words.endings.find((end) => word.endsWith(end) && word.length - end.length >= 3) ?? "";
    const root = word.slice(0, word.length - ending.length);
    return root.length > 3 && root.at(-1) === root.at(-2) ? root.slice(0, -1) : root;
  }

  const wordPattern = regex(words.word, "g");
  const numbers = words.numbers.map(([number, word]) => [regex(number, "g"), ` ${word} `]);
  const stop = new Set(words.stop);

  function stemsOf(text) {
    let plainText = text.toLowerCase().replaceAll("'", "");
    for (const [number, word] of numbers) plainText = plainText.replace(number, word);
    plainText = plainText.replaceAll("-", " ");
    for (const [term, instead] of words.terms) plainText = plainText.replaceAll(term, instead);
    return (plainText.match(wordPattern) ?? []).filter((word) => !stop.has(word)).map(stem);
  }

  const wordsOf = (text) => stemsOf(text).map((word) => words.meanings[word] ?? word);

  function withPairs(all) {
    return [...new Set([...all, ...all.slice(1).map((word, before) => `${all[before]} ${word}`)])];
  }

  // What is worked out once, at the first question: how much each word of an entry says.
  const tallied = () => (ranking ??= rankingOf());
  let ranking = null;

  const rounded = (number) => Math.round(number * 1000) / 1000;
  const rarity = (count, all) => Math.log(1 + (all - count + 0.5) / (count + 0.5));

  function spreadOf(collections) {
    const spread = new Map();
    for (const all of collections) for (const word of all) spread.set(word, (spread.get(word) ?? 0) + 1);
    return spread;
  }

  function counted(entry, [title, ...asked]) {
    const counts = new Map();
    const add = (all, times) => all.forEach((word) => counts.set(word, (counts.get(word) ?? 0) + times));
    add(title, words.title);
    asked.forEach((one) => add(one, words.asks));
    add(wordsOf(`${entry.slug} ${entry.shows} ${entry.cause} ${entry.cure}`), 1);
    const quoted = entry.says.flatMap((one) => one.literals.filter(Boolean)).join(" ");
    add([...new Set([...wordsOf(entry.message), ...wordsOf(quoted)])], 1);
    return counts;
  }

  function weighted(counts, spread, mean, factor) {
    const damped = words.saturation * (1 - words.length + (words.length * sum([...counts.values()])) / mean);
    const weigh = ([word, count]) => {
      const told = factor * rarity(spread.get(word), entries.length);
      return [word, rounded((told * count * (words.saturation + 1)) / (count + damped))];
    };
    return new Map([...counts].map(weigh));
  }

  function rankingOf() {
    const splitOf = (text) => (text ? text.split(" ") : []);
    const phrases = entries.map((entry) => [wordsOf(entry.title), ...words.asked[entry.slug].map(splitOf)]);
    const paired = phrases.map((own) => own.map(withPairs));
    const counts = entries.map((entry, place) => counted(entry, phrases[place]));
    const spread = spreadOf(counts.map((own) => own.keys()));
    const mean = sum(counts.map((own) => sum([...own.values()]))) / entries.length;
    const factor = (entry) => (entry.message ? 1 : words.nothing_complains);
    const weights = entries.map((entry, place) => weighted(counts[place], spread, mean, factor(entry)));
    const held = spreadOf(paired.map((own) => new Set(own.flat())));
    const rare = ([word, count]) => [word, rounded(rarity(count, entries.length) * (word.includes(" ") ? words.pair : 1))];
    const oftenFirst = [...spread].sort((one, other) => other[1] - one[1]).map((pair) => pair[0]);
    const known = new Set([...oftenFirst, ...Object.keys(words.meanings)]);
    return { paired, weights, rarities: new Map([...held].map(rare)), known, all: [...known] };
  }

  function mended(word) {
    const { known, all } = tallied();
    if (word.length < words.slips_from || known.has(word)) return word;
    return all.find((other) => isSlip(word, other)) ?? word;
  }

  function isSlip(word, other) {
    if (word[0] !== other[0] || Math.abs(word.length - other.length) > 1) return false;
    let at = 0;
    while (at < word.length && at < other.length && word[at] === other[at]) at += 1;
    const [rest, right] = [word.slice(at), other.slice(at)];
    const swapped = rest.slice(1, 2) + rest.slice(0, 1) + rest.slice(2);
    return [rest.slice(1), swapped].includes(right) || [rest.slice(1), rest].includes(right.slice(1));
  }

  function answering(question, most = 3) {
    const { paired, weights, rarities } = tallied();
    const weightOf = (all) => sum(all.map((word) => rarities.get(word) ?? 0));
    const asked = withPairs(stemsOf(question).map(mended).map((word) => words.meanings[word] ?? word));
    const all = weightOf(asked);
    const nearness = (phrase) => {
      const common = weightOf(phrase.filter((word) => asked.includes(word)));
      return common && (common * common) / Math.sqrt(weightOf(phrase) * all);
    };
    const score = (place) => {
      const near = paired[place].map(nearness).sort((a, b) => b - a);
      const told = sum(near.slice(0, words.nearest).map((one, later) => one / 2 ** later));
      return sum(asked.map((word) => weights[place].get(word) ?? 0)) + words.phrase * told;
    };
    const scored = entries.map((entry, place) => [entry, score(place)]).filter((pair) => pair[1] > 0);
    return scored.sort((a, b) => b[1] - a[1]).slice(0, most).map((pair) => pair[0]);
  }

  return { explaining, answering };
}
