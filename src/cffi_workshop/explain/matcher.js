// The matcher of the error catalogue in JavaScript, the same as matching.py and plain_words.py.
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
  const isBreak = regex(reading.break);
  const isInFunction = regex(reading.in_function);
  const isWarning = regex(reading.warning);
  const isResult = regex(reading.result);
  const compiled = new Map();

  function foundIn(template, text) {
    if (!text.includes(template.longest)) return false;
    if (!compiled.has(template)) compiled.set(template, regex(template.regex));
    return compiled.get(template).test(text);
  }

  function plain(text) {
    const quotes = reading.quotes;
    let bare = text.replace(regex(reading.colour, "g"), "").replace(/[^\x00-\x7f`]|`/g, (c) => quotes[c] ?? c);
    bare = bare.replace(regex(reading.french_quotes, "g"), "'$1'");
    for (const [said, english] of reading.translations) bare = bare.replaceAll(said, english);
    return bare.replace(regex(reading.stamp, "gm"), "").split("\n").map(withoutVain).map(shortened).join("\n");
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
    if (isPrinted.test(before[0]) && !before.some((one) => isException.test(one))) return false;
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
    return Math.max(...fits) + entry.also.reduce((sum, one) => sum + one.weight, 0);
  }

  function mayBeTold(entry, text) {
    return !entry.shared || !regex(reading.traceback).test(text) || regex(reading.cffi_at_work).test(text);
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
    const canBeIn = (entry) => entry.says.some((one) => text.includes(one.longest));
    const mayBe = (entry) => canBeIn(entry) && mayBeTold(entry, text) && mayStandIn(entry, text);
    const candidates = entries.filter(mayBe);
    if (!candidates.length) return [];
    const ranks = new Map();
    for (const message of messages(text)) {
      const entry = mostParticular(candidates, message);
      if (entry && !ranks.has(entry)) ranks.set(entry, rank(entry, message));
    }
    return [...ranks.keys()].sort((a, b) => ranks.get(a) - ranks.get(b));
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

  function stemsOf(text) {
    let plainText = text.toLowerCase().replaceAll("'", "");
    for (const [number, word] of words.numbers) plainText = plainText.replace(regex(number, "g"), ` ${word} `);
    plainText = plainText.replaceAll("-", " ");
    for (const [term, instead] of words.terms) plainText = plainText.replaceAll(term, instead);
    const all = plainText.match(regex(words.word, "g")) ?? [];
    return all.filter((word) => !words.stop.includes(word)).map(stem);
  }

  const known = new Set(words.known);

  function mended(word) {
    if (word.length < words.slips_from || known.has(word)) return word;
    return words.known.find((other) => isSlip(word, other)) ?? word;
  }

  function isSlip(word, other) {
    if (word[0] !== other[0] || Math.abs(word.length - other.length) > 1) return false;
    let at = 0;
    while (at < word.length && at < other.length && word[at] === other[at]) at += 1;
    const [rest, right] = [word.slice(at), other.slice(at)];
    const swapped = rest.slice(1, 2) + rest.slice(0, 1) + rest.slice(2);
    return [rest.slice(1), swapped].includes(right) || [rest.slice(1), rest].includes(right.slice(1));
  }

  function withPairs(all) {
    return [...new Set([...all, ...all.slice(1).map((word, before) => `${all[before]} ${word}`)])];
  }

  const pairedPhrases = new Map(Object.entries(words.phrases).map(([slug, own]) => [slug, own.map(withPairs)]));

  const weightOf = (all) => all.reduce((sum, word) => sum + (words.rarities[word] ?? 0), 0);

  function answering(question, most = 3) {
    const asked = withPairs(stemsOf(question).map(mended).map((word) => words.meanings[word] ?? word));
    const all = weightOf(asked);
    const nearness = (phrase) => {
      const common = weightOf(phrase.filter((word) => asked.includes(word)));
      return common && (common * common) / Math.sqrt(weightOf(phrase) * all);
    };
    const score = (entry) => {
      const near = pairedPhrases.get(entry.slug).map(nearness).sort((a, b) => b - a);
      const told = near.slice(0, words.nearest).reduce((sum, one, place) => sum + one / 2 ** place, 0);
      const own = words.weights[entry.slug];
      return asked.reduce((sum, word) => sum + (own[word] ?? 0), 0) + words.phrase * told;
    };
    const scored = entries.map((entry) => [entry, score(entry)]).filter((pair) => pair[1] > 0);
    return scored.sort((a, b) => b[1] - a[1]).slice(0, most).map((pair) => pair[0]);
  }

  return { explaining, answering };
}
