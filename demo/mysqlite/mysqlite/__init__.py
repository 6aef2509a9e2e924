"""A part of SQLite, bound with cffi: rows, columns as NumPy arrays, functions of Python in SQL."""

from mysqlite.database import Database, Error

__all__ = ["Database", "Error"]
