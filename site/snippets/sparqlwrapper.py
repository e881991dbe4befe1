# pip install SPARQLWrapper
from SPARQLWrapper import JSON, SPARQLWrapper

endpoint = SPARQLWrapper("http://localhost:7878/query", returnFormat=JSON)
endpoint.setQuery("""
    PREFIX hrd: <https://w3id.org/hrd/ontology#>
    SELECT ?country (COUNT(*) AS ?signatures)
    WHERE { ?signature a hrd:Signature ; hrd:representing ?country }
    GROUP BY ?country ORDER BY DESC(?signatures) ?country
""")
for row in endpoint.queryAndConvert()["results"]["bindings"]:
    print(row["signatures"]["value"], row["country"]["value"])
