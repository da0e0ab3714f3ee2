"""What is measured: one module a question, each with `run(count, rounds)` for records of that number."""
