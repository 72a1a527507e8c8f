"""Every change of this room."""

from duban.inspections.actions.network import draw_edge, draw_edges, end_edge

__all__ = ["draw_edge", "draw_edges", "end_edge"]
