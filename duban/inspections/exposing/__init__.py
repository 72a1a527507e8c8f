"""Exposure notices apart from their rows and pages: transitions, rights, terms, wording, Word."""
