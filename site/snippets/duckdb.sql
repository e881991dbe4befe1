-- beside a downloaded signatures.csv
SELECT count(*) AS signatures, country
FROM read_csv('signatures.csv', header = true, all_varchar = true)
WHERE country IS NOT NULL
GROUP BY country ORDER BY signatures DESC, country;
