"""From quads to answers: store, resolved view, queries, analysis, pages. Knows the loaders and nothing further down."""
