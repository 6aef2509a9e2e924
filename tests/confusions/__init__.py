"""Small programs that make the confusions of
src/cffi_workshop/explain/catalogue/ happen: a file a theme, a heading an
entry.
"""
