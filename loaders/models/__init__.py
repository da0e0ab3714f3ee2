"""The shape of records as pydantic models: the one place where a field, its type and its RDF property are said."""
