"""Word documents in the layout of GB/T 9704-2012, built in code: no template file to lose or to edit by accident."""
