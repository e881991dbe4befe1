curl -LO 'https://example.org/site/dumps/dataset.nt.gz'
curl -LO 'https://example.org/site/dumps/signatures.csv'
curl -LO 'https://example.org/site/dumps/SHA256SUMS'
sha256sum --check --ignore-missing SHA256SUMS
