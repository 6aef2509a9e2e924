"""answers/KIND.toml: read strictly, laid out as handed in, and written among the other tables."""

from dataclasses import replace
from pathlib import Path

import pytest

from cffi_workshop.authoring.answer_files import lay_out, texts
from cffi_workshop.authoring.answer_tables import differences, put_table, table_text, tables_in
from cffi_workshop.authoring.answers import Answer, all_answers, find_answer, read_answers
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.exercises.metadata import load_exercise

from .surroundings import REPOSITORY, replace_in

pytestmark = pytest.mark.quick

WRONG = """\
# Kept.

[subtracts]
about = "Subtracts."
cause = "wrong-value"
check = "c-adds"
"tiny.c" = '''
-    return a + b;
+    return a - b;
'''

# Of the next one.
[with-notes]
about  =  "Written in a style of its own."
cause = ["timeout", "abort"]
"notes.toml" = { whole = '''
[subtracts]
why = "no header of a table"
''' }
"""


@pytest.fixture
def tiny(tiny):
    write(tiny, "wrong", WRONG)
    return tiny


def file_of(exercise, kind):
    return exercise.solution / "answers" / f"{kind}.toml"


def write(exercise, kind, text):
    file_of(exercise, kind).parent.mkdir(exist_ok=True)
    file_of(exercise, kind).write_text(text)


def wrong(exercise):
    return file_of(exercise, "wrong").read_text()


def test_an_answer_says_what_is_expected_of_its_verdict(tiny):
    subtracts, notes = read_answers(tiny, "wrong")
    assert (subtracts.id, subtracts.about) == ("wrong/subtracts", "Subtracts.")
    assert (subtracts.causes, subtracts.check) == (("wrong-value",), "c-adds")
    assert (notes.causes, notes.check) == (("timeout", "abort"), "")


def test_an_exercise_without_answers_has_none(tiny):
    assert read_answers(tiny, "hostile") == []


def test_an_answer_is_laid_out_beside_the_rest_of_the_solution(tiny, tmp_path):
    lay_out(find_answer(tiny, "wrong/subtracts"), tmp_path / "out")
    names = ["Makefile", "tiny.c", "tiny.h", "tiny_abi.py"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    c = (tmp_path / "out" / "tiny.c").read_text()
    assert c == solution_text(tiny, "tiny.c").replace("a + b", "a - b")


def test_a_file_of_its_own_is_laid_out_whole(tiny, tmp_path):
    lay_out(find_answer(tiny, "wrong/with-notes"), tmp_path)
    text = (tmp_path / "notes.toml").read_text()
    assert text == '[subtracts]\nwhy = "no header of a table"\n'


def test_stubs_and_files_that_are_not_handed_in(tiny, tmp_path):
    not_begun = 'about = "x."\ncause = "todo-left"\nstubs = ["tiny.c"]\nwithout = ["Makefile"]\n'
    write(tiny, "wrong", f"[not-begun]\n{not_begun}")
    lay_out(find_answer(tiny, "wrong/not-begun"), tmp_path / "out")
    assert (tmp_path / "out" / "tiny.c").read_text() == stub_text(tiny, "tiny.c")
    assert not (tmp_path / "out" / "Makefile").exists()


def test_what_toml_cannot_hold_lies_in_a_folder_and_stays_as_it_is(tiny, tmp_path):
    folder = file_of(tiny, "wrong").parent / "wrong" / "subtracts"
    (folder / "sub").mkdir(parents=True)
    (folder / "tiny_abi.py").write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    (folder / "sub" / "link").symlink_to("nowhere")
    (folder / "Makefile").write_bytes(b"\xe9")
    (folder / "Makefile").chmod(0o755)
    lay_out(find_answer(tiny, "wrong/subtracts"), tmp_path / "out")
    assert (tmp_path / "out" / "tiny_abi.py").read_bytes() == b"\xef\xbb\xbfx = 1\r\n"
    assert (tmp_path / "out" / "sub" / "link").readlink() == Path("nowhere")
    assert (tmp_path / "out" / "Makefile").stat().st_mode & 0o777 == 0o755


ACCEPTED = """\
[by-a-variable]
about = "x."
"tiny.c" = '''
-    return a + b;
+    const int sum = a + b;
+    return sum;
'''
"""
ON_IT = """\
[misspelt]
about = "x."
cause = "compile-error"
on = "by-a-variable"
"tiny.c" = '''
-    return sum;
+    return summ;
'''
"""


def test_an_answer_may_build_on_an_accepted_one(tiny):
    write(tiny, "accepted", ACCEPTED)
    write(tiny, "wrong", ON_IT)
    assert (
        "int sum = a + b;\n    return summ;" in texts(find_answer(tiny, "wrong/misspelt"))["tiny.c"]
    )


def test_an_answer_builds_on_no_answer_that_is_not_there(tiny):
    write(tiny, "accepted", ACCEPTED.replace("by-a-variable", "by-variable"))
    write(tiny, "wrong", ON_IT)
    with pytest.raises(
        WorkshopError, match=r"'by-a-variable' is not .*; did you mean 'by-variable'\?"
    ):
        texts(find_answer(tiny, "wrong/misspelt"))


MISTAKES = {
    "misspelt key": ('check = "c', 'chek = "c', "subtracts.chek: neither a key nor a file"),
    "nearest key": ('check = "c', 'chek = "c', "did you mean 'check'?"),
    "no cause": ('cause = "wrong-value"', "", "subtracts.cause: the key is missing"),
    "unknown cause": ("wrong-value", "wrong-valu", "'wrong-valu' is not a cause; did you mean"),
    "unknown causes": ('"timeout"', '"timout"', "'timout' is not a cause; did you mean 'timeout'?"),
    "another file": ('"tiny.c" =', '"tinny.c" =', "tinny.c: neither a key nor a file of tiny"),
    "nearest file": ('"tiny.c" =', '"tinny.c" =', "did you mean 'tiny.c'?"),
    "stub of a locked file": (
        "check =",
        'stubs = ["tiny.h"]\ncheck =',
        "'tiny.h' is not a file that",
    ),
    "not whole": ("{ whole =", "{ hole =", "notes.toml.whole: the key is missing"),
    "more than whole": ("{ whole =", "{ mode = 1, whole =", "notes.toml.mode: unknown key"),
    "file elsewhere": (
        '"notes.toml"',
        '"../notes.toml"',
        "../notes.toml: neither a key nor a file",
    ),
    "no table": ("# Kept.", "about = 1", "about: found 1, expected a table [about]"),
    "no TOML": ("# Kept.", "Kept.", "not valid TOML"),
}


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_one_sentence_that_names_file_and_key(tiny, old, new, message):
    assert old in WRONG
    write(tiny, "wrong", WRONG.replace(old, new, 1))
    with pytest.raises(WorkshopError) as caught:
        read_answers(tiny, "wrong")
    assert str(caught.value).startswith("solutions/tiny/answers/wrong.toml: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("key", ["cause", "check"])
def test_an_accepted_answer_has_no_failure(tiny, key):
    write(tiny, "accepted", f'[x]\nabout = "x."\n{key} = "abort"\n')
    with pytest.raises(WorkshopError, match=f"x.{key}: an accepted answer passes every check"):
        read_answers(tiny, "accepted")


def test_a_folder_that_no_table_has_is_refused(tiny):
    (file_of(tiny, "wrong").parent / "wrong" / "subtract").mkdir(parents=True)
    with pytest.raises(
        WorkshopError, match=r"did you mean 'subtracts'\?; write the table, or delete"
    ):
        all_answers(tiny)


def test_a_solution_that_changed_under_an_edit_is_told_in_one_sentence(tiny):
    replace_in(tiny.solution / "tiny.c", "return a + b;", "return b + a;")
    with pytest.raises(WorkshopError) as caught:
        texts(find_answer(tiny, "wrong/subtracts"))
    number = solution_text(tiny, "tiny.c").split("\n").index("    return b + a;") + 1
    assert str(caught.value) == (
        "solutions/tiny/answers/wrong.toml: subtracts: tiny.c: expected 'return a + b;' in line "
        f"{number}, the nearest place, where 'return b + a;' is there; mend the edit, or try "
        "`workshop answers rebase tiny`."
    )


def test_an_unknown_answer_is_answered_with_the_nearest(tiny):
    with pytest.raises(
        WorkshopError, match=r"no answer 'wrong/substracts'; did you mean 'wrong/subt"
    ):
        find_answer(tiny, "wrong/substracts")


def new(exercise, name, **files):
    return Answer(exercise, "wrong", name, "New.", ("abort",), wholes=files)


@pytest.mark.parametrize("name", ["a-first", "subtracts-b", "zero"])
def test_a_new_table_stands_in_the_order_of_names_and_no_other_changes(tiny, name):
    put_table(new(tiny, name, x="y\n"))
    table = f"[{name}]\nabout = \"New.\"\ncause = \"abort\"\n\"x\" = {{ whole = '''\ny\n''' }}\n"
    assert (
        wrong(tiny).replace(f"\n{table}", "", 1) == WRONG
        or wrong(tiny).replace(f"{table}\n", "", 1) == WRONG
    )
    names = [answer.name for answer in read_answers(tiny, "wrong")]
    assert names == sorted(["subtracts", "with-notes", name])


def test_an_old_table_is_replaced_where_it_stands(tiny):
    put_table(replace(find_answer(tiny, "wrong/subtracts"), about="Takes away."))
    assert wrong(tiny) == WRONG.replace("Subtracts.", "Takes away.")


def test_a_remark_of_the_author_stays_when_a_table_is_written_anew(tiny):
    write(tiny, "wrong", WRONG.replace('check = "c', '# Seen in class.\ncheck = "c'))
    put_table(replace(find_answer(tiny, "wrong/subtracts"), about="Takes away."))
    assert "# Seen in class.\n" in wrong(tiny)
    assert "# Of the next one.\n[with-notes]" in wrong(tiny)


def test_a_header_in_a_text_is_none(tiny):
    assert [place.name for place in tables_in(WRONG)] == ["subtracts", "with-notes"]


def test_what_would_be_read_as_something_else_is_not_written(tiny):
    with pytest.raises(WorkshopError, match=r"wrong\.toml: zero cannot be written by program"):
        put_table(replace(new(tiny, "zero"), wholes={"two names": "x"}))
    assert wrong(tiny) == WRONG


def test_the_first_answer_makes_the_file(tiny):
    put_table(replace(new(tiny, "first", x="y"), kind="hostile"))
    assert file_of(tiny, "hostile").read_text().startswith("# Attacks on the check")
    assert find_answer(tiny, "hostile/first").wholes == {"x": "y"}


def test_nothing_is_lost_when_a_file_cannot_be_written(tiny, monkeypatch):
    monkeypatch.setattr(Path, "replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put_table(new(tiny, "zero"))
    assert wrong(tiny) == WRONG
    assert list(file_of(tiny, "wrong").parent.iterdir()) == [file_of(tiny, "wrong")]


TEXTS = {
    "quotes": 'say "it\'s"\n',
    "three quotes": "'''\n\"\"\"\\n\n",
    "a quote at the end": "it'",
    "nothing": "",
    "no last line end": "x",
    "headers": "[x]\n[[y]]\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_read_as_it_was_written(tiny, text):
    answer = replace(new(tiny, "zero", notes=text), about=text.strip() or "x", remark="\\ ' \"")
    put_table(answer)
    assert find_answer(tiny, "wrong/zero") == answer


def test_a_file_is_told_as_shortly_as_it_goes(tiny):
    texts_of = {
        "tiny.c": stub_text(tiny, "tiny.c"),
        "tiny.h": solution_text(tiny, "tiny.h") + "/* mine */\n",
        "Makefile": "all:\n",
        "tiny_abi.py": solution_text(tiny, "tiny_abi.py"),
        "notes": "x",
    }
    told = differences(tiny, texts_of, {})
    assert told["stubs"] == ("tiny.c",)
    assert list(told["edits"]) == ["tiny.h"]
    assert list(told["wholes"]) == ["Makefile", "notes"]


def test_a_file_with_nothing_to_write_in_it_is_no_stub():
    memory = load_exercise(REPOSITORY, "memory")
    given = {"memory_build.py": solution_text(memory, "memory_build.py")}
    assert not any(differences(memory, given, {}).values())


def test_two_files_with_the_same_edit_share_it(tiny):
    edit = "-a\n+b\n"
    answer = replace(new(tiny, "both"), edits={"tiny.c": edit, "tiny.h": edit})
    assert table_text(answer).endswith("\n\"tiny.c tiny.h\" = '''\n-a\n+b\n'''\n")
    put_table(answer)
    assert find_answer(tiny, "wrong/both").edits == answer.edits
