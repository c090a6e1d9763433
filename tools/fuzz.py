"""Many mutants of good files through the whole ingest; a line of what became of them. ``fuzz.py [COUNT [SEED]]``"""

import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import nasty

from gridcredit.batch.pool import default_jobs


def try_mutant(number: int, seed: int, folder: Path) -> tuple[str, float]:
    """What became of it, ``read``, a finding's code or the failure, and after how many seconds."""
    file, data = nasty.mutant(number, seed)
    path = folder / f"{number}-{file}"
    path.write_bytes(data)
    start = time.monotonic()
    try:
        became = nasty.outcome(path)
    except Exception as failure:
        became = f"FAILED: seed {seed}, mutant {number}: {type(failure).__name__} {failure}"
    path.unlink()
    return became, time.monotonic() - start


def main(count: int = 2000, seed: int = 1) -> int:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(default_jobs()) as pool:
        done = list(pool.map(lambda number: try_mutant(number, seed, Path(folder)), range(count)))
    failures = [became for became, _ in done if became.startswith("FAILED")]
    codes = Counter(became for became, _ in done if not became.startswith("FAILED"))
    slowest = max(seconds for _, seconds in done)
    print(*failures, sep="\n", end="\n" if failures else "")
    print(f"{count} mutants: {len(failures)} failures; {dict(codes.most_common())}; slowest {slowest:.1f} s{_memory()}")
    return 1 if failures else 0


def _memory() -> str:
    try:
        import resource
    except ImportError:
        return ""
    return f", largest {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10} MB"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
