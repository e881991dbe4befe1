curl -L 'https://example.org/site/example.ttl'
curl -L 'https://example.org/site/example.jsonld'
