"""The bank's rules, one a file, its dated values in the ``.toml`` of the same name.

A decision rule has ``apply(board, values)``: it writes its verdicts on the ``decisions.Board`` of one village.
``decisions.ORDER`` lists them in the order in which they decide. ``filing``, ``denominators`` and ``inspection``
hold the rules of the rates and the calendar.
"""
