"""What users are paid to write: matrices, reports and lists of what is due, out of the graph."""
