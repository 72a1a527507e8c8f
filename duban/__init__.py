"""Duban (督办): supervise and see it done."""

__version__ = "0.1.0"
