"""Two sides held against one another: types, members, values, names."""
