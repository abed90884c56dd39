"""Results into SQLite, a thousand a transaction."""

import itertools
import sqlite3


def open_database(file):
    """A new database with a table of results."""
    database = sqlite3.connect(file)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute(
        "CREATE TABLE result (seq INTEGER PRIMARY KEY, path TEXT, value TEXT, started REAL, duration REAL)"
    )
    return database


def persist(results, database):
    """Returns how many results were written."""
    written = 0
    for batch in iter(lambda: list(itertools.islice(results, 1_000)), []):
        with database:
            database.executemany("INSERT INTO result VALUES (?, ?, ?, ?, ?)", batch)
        written += len(batch)
    return written
