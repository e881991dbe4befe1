# pip install rdflib
import rdflib

graph = rdflib.Graph().parse("https://example.org/site/dumps/dataset.ttl")
rows = graph.query("""
    PREFIX hrd: <https://w3id.org/hrd/ontology#>
    SELECT ?country (COUNT(*) AS ?signatures)
    WHERE { ?signature a hrd:Signature ; hrd:representing ?country }
    GROUP BY ?country ORDER BY DESC(?signatures) ?country
""")
for country, signatures in rows:
    print(signatures, country)
