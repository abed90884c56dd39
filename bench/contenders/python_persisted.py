"""Python's ThreadPool on a task that does nothing, with every result written to SQLite."""

import argparse
import time

import into_sqlite
import pool_tasks

parser = argparse.ArgumentParser()
parser.add_argument("--items", type=int)
parser.add_argument("--chunk", type=int)
parser.add_argument("--database")
options = parser.parse_args()


def timed_nothing(numbered):
    seq, path = numbered
    began = time.time()
    return seq, path, path, began, time.time() - began


with pool_tasks.open_pool("thread") as pool:

    def run_all():
        return sum(1 for _ in pool.imap_unordered(pool_tasks.nothing, range(options.items), options.chunk))

    pool_tasks.warm_up(run_all)
    database = into_sqlite.open_database(options.database)
    began = time.perf_counter()
    items = enumerate(pool_tasks.some_paths(options.items))
    written = into_sqlite.persist(pool.imap_unordered(timed_nothing, items, options.chunk), database)
    seconds = time.perf_counter() - began
    assert written == options.items, f"{written} results of {options.items} items"
    pool_tasks.report({"perSecond": written / seconds})
