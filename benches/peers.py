"""The tasks of numbers.rs in Python, on its data: python3 peers.py FOLDER"""
import sys, time, statistics
from pathlib import Path
import numpy as np, scipy
from scipy.stats import chi2, chi2_contingency

folder = Path(sys.argv[1])


def timed(runs, f):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        result = f()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def say(task, tool, seconds, total):
    print(f"{task}\t{tool}\t{seconds:.6f}\t{total:.4f}", flush=True)


def one_by_one(x, k):
    total = 0.0
    for i in range(k):
        for j in range(i + 1, k):
            table = np.bincount(x[i] * 5 + x[j], minlength=25).reshape(5, 5)
            total += chi2_contingency(table, correction=False).statistic
    return total


def one_hot(x, n, k):
    hot = (x[:, None, :] == np.arange(5, dtype=np.uint8)[None, :, None]).reshape(5 * k, n).astype(np.float32)
    counts = (hot @ hot.T).reshape(k, 5, k, 5)
    i, j = np.triu_indices(k, 1)
    observed = counts[i, :, j, :].astype(np.float64)
    expected = observed.sum(2)[:, :, None] * observed.sum(1)[:, None, :] / n
    statistic = ((observed - expected) ** 2 / expected).sum((1, 2))
    chi2.sf(statistic, 16)
    return statistic.sum()


for task, name, n, k in [("2,000 x 200", "small.bin", 2000, 200), ("100,000 x 50", "large.bin", 100_000, 50)]:
    x = np.fromfile(folder / name, np.uint8).reshape(k, n)
    wide = x.astype(np.int64)
    say(task, f"SciPy {scipy.__version__} bincount, chi2_contingency", *timed(1, lambda: one_by_one(wide, k)))
    one_hot(x, n, k)
    say(task, f"NumPy {np.__version__} one-hot products, chi2.sf", *timed(9, lambda: one_hot(x, n, k)))
