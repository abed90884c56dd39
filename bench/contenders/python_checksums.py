"""Python's ThreadPool hashing files; on request every result goes into SQLite, a thousand a transaction."""

import argparse
import time

import into_sqlite
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


with open(options.list, "rb") as listing:
    paths = listing.read().decode().split("\0")[:-1]
with pool_tasks.open_pool("thread") as pool:

    def run_all():
        return sum(1 for _ in pool.imap_unordered(pool_tasks.checksum, paths, options.chunk))

    pool_tasks.warm_up(run_all)
    if options.database is None:
        began = time.perf_counter()
        read = run_all()
    else:
        database = into_sqlite.open_database(options.database)
        began = time.perf_counter()
        results = pool.imap_unordered(timed_checksum, enumerate(paths), options.chunk)
        read = into_sqlite.persist(results, database)
    seconds = time.perf_counter() - began
    assert read == len(paths), f"{read} results of {len(paths)} files"
    pool_tasks.report({"perSecond": read / seconds})
