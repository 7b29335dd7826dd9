"""Variants of a test of which the short suite takes only the first."""

from collections.abc import Sequence

import pytest


def rest_long(values: Sequence[object], short: int = 1) -> list[object]:
    """Give values of a parameter; those after the first ones belong to the long suite.

    A value that is a tuple stands for several parameters.
    """
    told = [value if isinstance(value, tuple) else (value,) for value in values]
    marks = [()] * short + [pytest.mark.long] * (len(told) - short)
    return [pytest.param(*value, marks=mark) for value, mark in zip(told, marks, strict=True)]
