"""What a session with the package looks like: waves at two buoys, and what SQLite refuses."""

import math

import mysqlite

with mysqlite.Database(":memory:") as database:
    database.execute("CREATE TABLE waves (buoy TEXT, height REAL)")
    for buoy, height in (("Zürich", 0.4), ("Biel", 1.1), ("Zürich", None)):
        database.execute("INSERT INTO waves VALUES (?, ?)", buoy, height)
    print(database.execute("SELECT * FROM waves WHERE buoy = ?", "Zürich"))
    print(database.column("SELECT height FROM waves"))
    database.function("root", math.sqrt, 1)
    print(database.execute("SELECT root(height) FROM waves WHERE buoy = ?", "Zürich"))
    for sql in ("SELEKT 1", "SELECT root(-1)"):
        try:
            database.execute(sql)
        except mysqlite.Error as error:
            print(f"Error: {error}")
