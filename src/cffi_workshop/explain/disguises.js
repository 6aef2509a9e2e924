// What a message went through on its way here, undone in JavaScript, the same as restored.py and what it calls.
// `messageUndisguiser(reading)` returns two functions: plain(), from a text to the plain text of it, and
// restored(), to all the plain texts that it may have been.

function messageUndisguiser(reading) {
  "use strict";
  const regex = (source, flags = "m") => new RegExp(source, flags);
  const changes = (pairs) => pairs.map(([pattern, instead]) => [regex(pattern, "gm"), instead]);
  const [undoing, respelling] = [changes(reading.undo), changes(reading.spellings)];
  const labelling = reading.labels.map(([pattern, least]) => [regex(pattern, ""), least]);
  const [isSame, lineEnd, isQuoted] = [regex(reading.same, ""), regex(reading.line_ends, "g"), regex(reading.quoted, "")];
  const [isBeginning, isTool, goesOn] = [regex(reading.begins, ""), regex(reading.head, ""), regex(`^${reading.goes_on}`, "")];
  const [isStamp, isLogged] = [regex(reading.stamp, ""), regex(reading.logged, "")];
  const filledOf = (lines) => lines.filter((line) => line.trim());

  function decoded(text) {
    const bare = text.trim();
    const count = (pattern, where) => (where.match(regex(pattern, "gm")) ?? []).length;
    const address = regex(reading.address, "");
    const codes = count(reading.in_address, bare);
    const isOfAddress = !bare.includes(" ") && (codes || address.test(bare));
    if (isOfAddress && codes + count(reading.plus, bare) >= reading.least_codes)
      return withoutCodes(bare.replace(address, "").replaceAll("+", " ")) || text;
    if (count(reading.no_mail, text) || (!count(reading.soft, text) && !count(reading.in_mail, text))) return text;
    const whole = text.replace(/=\r?\n/g, "").replaceAll("%", "%25");
    return withoutCodes(whole.replace(/=([0-9A-F]{2})/g, "%$1")) || text;
  }

  function withoutCodes(text) {
    try {
      return decodeURIComponent(text.replace(regex(reading.no_code, "g"), "%25"));
    } catch {
      return "";
    }
  }

  const undisguised = (text) => layers(text).at(-1);

  function layers(text) {
    let bare = unquoted(decoded(text).replace(/[^\x00-\x7f`]|`/g, (one) => reading.characters[one] ?? one));
    for (const [pattern, instead] of undoing) bare = bare.replace(pattern, instead);
    const found = [bare.split("\n").map(inLines).join("\n")];
    while (found.length <= reading.most_layers) {
      const inner = withoutMarks(found.at(-1));
      if (inner === found.at(-1)) break;
      found.push(inner);
    }
    return found;
  }

  function withoutMarks(text) {
    const lines = text.split("\n").map((line) => ended(line.replace(isStamp, "")));
    return withoutLabels(withoutGaps(lines)).join("\n");
  }

  function unquoted(text) {
    const bare = text.trim();
    const found = bare.match(isQuoted);
    const inside = bare.replace(/\}+$/, "");
    if (found && bare.includes("\\n") && !bare.includes("\n") && inside.endsWith(found[1]))
      return textsOfJson(bare) || inside.slice(found[0].length, -1);
    if (bare.startsWith("**") && bare.endsWith("**")) return bare.slice(2, -2);
    const hidden = regex(reading.hidden, "g");
    if (bare.split("\\_").length > 2 && !/[\\_*]/.test(bare.replace(hidden, ""))) return text.replace(hidden, "$1");
    return text;
  }

  function textsOfJson(text) {
    try {
      const values = JSON.parse(text);
      return [values].flatMap((one) => (typeof one === "object" ? Object.values(one) : one)).filter((one) => typeof one === "string").join("\n");
    } catch {
      return "";
    }
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
    if (regex(reading.in_path).test(line)) return line;
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

  const plain = (text) => inWords(undisguised(text));
  const restored = (text) => [...new Set([...new Set(unbroken(text))].map(inWords))];

  function unbroken(pasted) {
    const marked = layers(pasted);
    const text = marked.pop();
    const bothWays = (one, begins) => [true, false].map((cut) => rejoined(one, begins, cut));
    const unmarked = (one) => bothWays(one, isLogged).filter((joined) => joined !== one).map(undisguised);
    return [text, ...bothWays(text, isBeginning), ...marked.flatMap(unmarked), inSentences(text)];
  }

  function inSentences(text) {
    const lines = text.split("\n");
    if (lines.length > reading.notes) return text;
    const margin = (line) => line.match(/^[ \t]*/)[0];
    const joined = lines.slice(0, 1);
    lines.slice(1).forEach((line, place) => {
      const [before, rest] = [lines[place], line.slice(margin(line).length)];
      const ended = reading.ends.includes(before.slice(-1)) || isTool.test(before) || isBeginning.test(rest);
      const inside = before.replace(regex(reading.bullet, ""), (_all, ahead, bullet) => ahead + " ".repeat(bullet.length));
      const below = [before, inside].some((one) => margin(one) === margin(line));
      if (ended || !below || !goesOn.test(rest)) joined.push(line);
      else joined[joined.length - 1] += ` ${rest}`;
    });
    return joined.join("\n");
  }

  function rejoined(text, begins, cut) {
    const lines = text.split("\n");
    const lengths = lines.map((line) => Array.from(line).length);
    const most = (numbers) => numbers.reduce((one, other) => Math.max(one, other), 0);
    const several = (line) => cut || line.replace(/^ +| +$/g, "").includes(" ");
    const width = Math.max(reading.narrowest, most(lengths.filter((_length, place) => several(lines[place]))));
    if (most(lengths) < reading.narrowest || width > reading.widest) return text;
    const joined = lines.slice(0, 1);
    lines.slice(1).forEach((line, before) => {
      const word = Array.from(line.replace(/^ /, "").split(" ", 1)[0]).length;
      const full = cut && lengths[before] === width;
      const broken = full || (word && lengths[before] + 1 + word > width);
      const long = Array.from(joined[joined.length - 1]).length > reading.longest_broken;
      if (!line || !broken || long || begins.test(line)) joined.push(line);
      else joined[joined.length - 1] += full || line.startsWith(" ") ? line : ` ${line}`;
    });
    return joined.join("\n");
  }

  function inWords(text) {
    let bare = text;
    for (const [pattern, instead] of respelling) bare = bare.replace(pattern, instead);
    for (const [quoted, instead] of reading.quotes) bare = bare.replace(regex(quoted, "g"), instead);
    for (const [said, english] of reading.translations) bare = bare.replaceAll(said, english);
    for (const [around, ahead, part] of reading.translated_around) if (bare.includes(part)) bare = bare.replace(regex(around, "g"), ahead);
    bare = bare.split(reading.ignorable).at(-1);
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

  return { plain, restored };
}
