"""From a curator's YAML to RDF quads: read, check, convert. Knows the ontology and nothing further down."""
