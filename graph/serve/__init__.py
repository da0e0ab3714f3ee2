"""The site and a read-only SPARQL endpoint: a thin layer over the store, with a bound on everything from outside."""
