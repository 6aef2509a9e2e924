"""Small programs that make the confusions of src/cffi_workshop/explain/catalogue/ happen.

Each theme has a file, and each entry a heading in it.
"""
