"""Python's ThreadPool over a million items that are made one by one: what it pulls, and what that costs."""

import argparse
import os
import resource
import time

import pool_tasks

parser = argparse.ArgumentParser()
parser.add_argument("--scenario")
parser.add_argument("--items", type=int)
parser.add_argument("--chunk", type=int)
parser.add_argument("--milliseconds", type=int)
options = parser.parse_args()

task = pool_tasks.sleep_millisecond if options.scenario == "slow-task" else pool_tasks.nothing
pulled = 0
read = 0
most_ahead = 0


def counted():
    global pulled, most_ahead
    for path in pool_tasks.some_paths(options.items):
        pulled += 1
        most_ahead = max(most_ahead, pulled - read)
        yield path


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


pool = pool_tasks.open_pool("thread")
for _ in pool.imap(pool_tasks.nothing, pool_tasks.some_paths(2_000)):
    pass
peak_before = peak()
began = time.perf_counter()
results = pool.imap_unordered(task, counted(), options.chunk)
next(results)
read += 1
first_result = (time.perf_counter() - began) * 1_000
if options.scenario == "whole":
    for _ in results:
        read += 1
    assert read == options.items, f"{read} results of {options.items} items"
else:
    stop = began + options.milliseconds / 1_000
    while time.perf_counter() < stop:
        if options.scenario == "slow-reader":
            time.sleep(0.001)
        next(results)
        read += 1
pool_tasks.report(
    {"firstResult": first_result, "mostAhead": most_ahead, "peak": (peak() - peak_before) / 1_000}
)
# The pool would go through all that it has pulled before it ends.
os._exit(0)
