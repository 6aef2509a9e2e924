"""Two sides held against one another: types, members, values, names.

compare.py        all differences, one for each cause (difference.py): order.py, lacking.py
sides.py          what names mean on both sides
types.py          two types, numbers.py two numbers: gap.py is how they differ, consequences.py what
                  goes wrong by it
records.py        structs: record_pair.py, record_names.py, packing.py, named_by_macro.py
constants.py      enumerators and macros
exports.py        names that no library has
words.py          both sides as C
"""
