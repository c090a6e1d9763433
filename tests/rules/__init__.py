"""One test module a rule; ``deciding`` reads their tables of cases."""
