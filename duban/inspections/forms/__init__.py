"""What people type in this room."""

from duban.inspections.forms.network import EdgeForm, EndForm, SheetForm

__all__ = ["EdgeForm", "EndForm", "SheetForm"]
