"""Python's ThreadPool hashing files; on request every result goes into SQLite, a thousand a transaction."""

import argparse
import itertools
import sqlite3
import time

import pool_tasks

parser = argparse.ArgumentParser()
parser.add_argument("--list")
parser.add_argument("--chunk", type=int)
parser.add_argument("--database")
options = parser.parse_args()


def timed_checksum(numbered):
    seq, path = numbered
    began = time.time()
    digest = pool_tasks.checksum(path)
    return seq, path, digest, began, time.time() - began


def open_database(file):
    database = sqlite3.connect(file)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute(
        "CREATE TABLE result (seq INTEGER PRIMARY KEY, path TEXT, digest TEXT, started REAL, duration REAL)"
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


with open(options.list, "rb") as listing:
    paths = listing.read().decode().split("\0")[:-1]
with pool_tasks.open_pool("thread") as pool:
    for _ in pool.imap_unordered(pool_tasks.checksum, paths[: len(paths) // 10], options.chunk):
        pass
    if options.database is None:
        began = time.perf_counter()
        read = sum(1 for _ in pool.imap_unordered(pool_tasks.checksum, paths, options.chunk))
    else:
        database = open_database(options.database)
        began = time.perf_counter()
        read = persist(pool.imap_unordered(timed_checksum, enumerate(paths), options.chunk), database)
    seconds = time.perf_counter() - began
    assert read == len(paths), f"{read} results of {len(paths)} files"
    pool_tasks.report({"perSecond": read / seconds})
