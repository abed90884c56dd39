"""Python's pools on a task that does nothing."""

import argparse
import time

import pool_tasks

parser = argparse.ArgumentParser()
parser.add_argument("--kind")
parser.add_argument("--order")
parser.add_argument("--of")
parser.add_argument("--items", type=int)
parser.add_argument("--chunk", type=int)
options = parser.parse_args()

with pool_tasks.open_pool(options.kind) as pool:
    imap = pool.imap if options.order == "ordered" else pool.imap_unordered

    def run_all():
        items = pool_tasks.some_items(options.of, options.items)
        return sum(1 for _ in imap(pool_tasks.nothing, items, options.chunk))

    pool_tasks.warm_up(run_all)
    began = time.perf_counter()
    done = 0
    seconds = 0.0
    while seconds < pool_tasks.LEAST_MEASURED:
        read = run_all()
        assert read == options.items, f"{read} results of {options.items} items"
        done += read
        seconds = time.perf_counter() - began
    pool_tasks.report({"perSecond": done / seconds})
