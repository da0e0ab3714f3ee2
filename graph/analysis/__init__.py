"""Networks out of the graph, and what can be measured on them."""
