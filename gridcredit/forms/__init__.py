"""Forms that go out of the ledger to be filled in and come back: the collective review's pack, the re-visit sample."""
