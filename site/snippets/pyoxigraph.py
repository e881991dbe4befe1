# pip install pyoxigraph
import gzip
import urllib.request

import pyoxigraph

with urllib.request.urlopen("https://example.org/site/dumps/dataset.nq.gz") as answer:
    dump = gzip.decompress(answer.read())
store = pyoxigraph.Store()
store.bulk_load(dump, format=pyoxigraph.RdfFormat.N_QUADS)
rows = store.query(
    """
    PREFIX hrd: <https://w3id.org/hrd/ontology#>
    SELECT ?country (COUNT(*) AS ?signatures)
    WHERE { ?signature a hrd:Signature ; hrd:representing ?country }
    GROUP BY ?country ORDER BY DESC(?signatures) ?country
    """,
    use_default_graph_as_union=True,
)
for country, signatures in rows:
    print(signatures.value, country.value)
