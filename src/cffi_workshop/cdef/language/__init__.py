"""C as plain values: types and declarations, read from text and written as text."""
